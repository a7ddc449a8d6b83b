"""Reads MLflow's backend store itself: read-only, counted by the database, in one pass.

The schema is no public interface of MLflow, so a revision that nobody has tried is refused.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from watchkeeper.mlflow import queries
from watchkeeper.mlflow.picture import Picture, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from watchkeeper.mlflow.picture import Reason, Runs, Wanted

# Of releases whose schema the tests read.
REVISIONS = {"dc11669786a5": "3.17.2"}

# In SQLite's default journal mode a reader keeps writers out, so a pass over all runs is cut into
# statements of this many seconds.
SLICE = 0.008
FEWEST, MOST = 200, 50_000  # rows of a slice

# What drivers say, in the order in which it is looked for.
SAYINGS: tuple[tuple[str, Reason], ...] = (
    ("database is locked", "busy"),
    ("statement timeout", "timeout"),
    ("timeout expired", "timeout"),
    ("permission denied", "denied"),
    ("authentication failed", "denied"),
    ("no password supplied", "denied"),
    ('FATAL:  role "', "denied"),
    ("no such table", "schema"),
    ("no such column", "schema"),
    ("does not exist", "schema"),
    ("file is not a database", "answer"),
    ("malformed", "answer"),
)


class SqlSource:
    """A backend store, by its URL."""

    def __init__(
        self, url: str, wanted: Wanted, *, timeout: float = 60, accepted: tuple[str, ...] = ()
    ) -> None:
        self._engine = _engine(url, timeout)
        self._wanted = wanted
        self._timeout = timeout
        self._accepted = frozenset((*REVISIONS, *accepted))

    def read(self) -> Picture:
        """One reading, of one moment where the database can do that."""
        deadline = time.monotonic() + self._timeout
        try:
            with self._connected() as connection:
                self._check(connection)
                return Picture(
                    experiments=queries.experiments(connection),
                    runs=self._runs(connection, deadline),
                    models=queries.models(connection),
                    aliases=queries.aliases(connection),
                    metrics=queries.metrics(connection, self._wanted),
                    reconciled=time.time(),
                )
        except DBAPIError as error:
            raise _told(str(error.orig)) from error
        except SQLAlchemyError as error:
            raise SourceError("unexpected", str(error)) from error

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                yield connection
            return
        engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        with engine.connect() as connection:
            # For this transaction only: a pooler in between may hand the session on.
            limit = text("SELECT set_config('statement_timeout', :limit, true)")
            connection.execute(limit, {"limit": str(int(self._timeout * 1000))})
            yield connection

    def _check(self, connection: Connection) -> None:
        found = queries.revision(connection)
        if found in self._accepted:
            return
        known = ", ".join(f"{revision} (MLflow {name})" for revision, name in REVISIONS.items())
        raise SourceError(
            "schema",
            f"the store's schema is {found or 'without a revision'}; the exporter knows {known}. "
            f"To read it all the same say --accept-revision {found}, and compare the counts",
        )

    def _runs(self, connection: Connection, deadline: float) -> tuple[Runs, ...]:
        if self._engine.dialect.name != "sqlite" or queries.is_wal(connection):
            return queries.runs(connection)
        version = queries.schema_version(connection)
        found: list[Runs] = []
        last, after, rows = queries.last_row(connection), 0, FEWEST
        while after < last:
            started = time.monotonic()
            if started > deadline:
                raise SourceError("timeout", f"counting runs took over {self._timeout:g} s")
            found += queries.runs(connection, after, after + rows)
            after += rows
            took = time.monotonic() - started
            rows = max(FEWEST, min(MOST, rows * 2, int(rows * SLICE / max(took, 1e-6))))
        if queries.schema_version(connection) != version:  # VACUUM numbers rows anew
            raise SourceError("busy", "the store was rebuilt while it was read")
        return tuple(found)


def _told(said: str) -> SourceError:
    reason: Reason = next((kind for words, kind in SAYINGS if words in said), "unreachable")
    return SourceError(reason, said.strip())


def _engine(url: str, timeout: float) -> Engine:
    try:
        parsed = make_url(url)
    except SQLAlchemyError:  # which would show the password
        raise ValueError("the store's URL is none: sqlite:////file or postgresql://...") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database:
            name = f"file:{quote(str(Path(parsed.database).absolute()))}?mode=ro"
            wait = min(timeout, 5)
            return create_engine(
                "sqlite://",
                # Without transactions of its own each statement gives its lock back.
                creator=lambda: sqlite3.connect(name, uri=True, timeout=wait, isolation_level=None),
                poolclass=NullPool,
            )
        case "postgresql" | "postgres":
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                connect_args={
                    "connect_timeout": max(2, min(int(timeout), 10)),
                    "tcp_user_timeout": int(timeout * 1000),
                    "keepalives_idle": 10,
                    "keepalives_interval": 5,
                    "keepalives_count": 3,
                },
                poolclass=NullPool,
            )
        case other:
            raise ValueError(f"a store of kind {other} cannot be read; sqlite and postgresql can")
