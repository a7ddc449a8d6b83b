"""Reads MLflow's backend store itself: read-only, counted by the database, in one pass.

The schema is no public interface of MLflow, so a revision that nobody has tried is refused.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from watchkeeper.mlflow import queries
from watchkeeper.mlflow.engines import LIMITS, read_only
from watchkeeper.mlflow.picture import Latencies, Picture, SourceError, Traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection

    from watchkeeper.mlflow.picture import Reason, Wanted
    from watchkeeper.mlflow.queries import Rows

Item = TypeVar("Item")

# Of releases whose schema the tests read.
REVISIONS = {"dc11669786a5": "3.17.2"}

# In SQLite's default journal mode a reader keeps writers out, so a pass over a large table is cut
# into statements of this many seconds.
SLICE = 0.008
FEWEST, MOST = 200, 50_000  # rows of a slice

# What drivers say, in the order in which it is looked for.
SAYINGS: tuple[tuple[str, Reason], ...] = (
    ("database is locked", "busy"),
    ("Lock wait timeout", "busy"),
    ("statement timeout", "timeout"),
    ("timeout expired", "timeout"),
    ("max_statement_time", "timeout"),
    ("maximum statement execution time", "timeout"),
    ("timed out", "timeout"),
    ("permission denied", "denied"),
    ("Access denied", "denied"),
    ("command denied", "denied"),
    ("authentication failed", "denied"),
    ("no password supplied", "denied"),
    ('FATAL:  role "', "denied"),
    ("no such table", "schema"),
    ("no such column", "schema"),
    ("does not exist", "schema"),
    ("doesn't exist", "schema"),
    ("Unknown column", "schema"),
    ("file is not a database", "answer"),
    ("malformed", "answer"),
)


class SqlSource:
    """A backend store, by its URL."""

    def __init__(
        self, url: str, wanted: Wanted, *, timeout: float = 60, accepted: tuple[str, ...] = ()
    ) -> None:
        self._engine = read_only(url, timeout)
        self._wanted = wanted
        self._timeout = timeout
        self._accepted = frozenset((*REVISIONS, *accepted))

    def read(self) -> Picture:
        """One reading, of one moment where the database can do that."""
        deadline = time.monotonic() + self._timeout
        try:
            with self._connected() as connection:
                self._check(connection)
                traces = list(self._all(connection, "trace_info", queries.traces, deadline))
                return Picture(
                    experiments=queries.experiments(connection),
                    runs=tuple(self._all(connection, "runs", queries.runs, deadline)),
                    models=queries.models(connection),
                    aliases=queries.aliases(connection),
                    metrics=queries.metrics(connection, self._wanted),
                    reconciled=time.time(),
                    traces=tuple(item for item in traces if isinstance(item, Traces)),
                    latencies=tuple(item for item in traces if isinstance(item, Latencies)),
                )
        except DBAPIError as error:
            raise _told(str(error.orig)) from error
        except SQLAlchemyError as error:
            raise SourceError("unexpected", str(error)) from error

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            for statement, limit in LIMITS[self._engine.dialect.name](connection, self._timeout):
                connection.execute(text(statement), {"limit": limit})
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

    def _all(
        self,
        connection: Connection,
        table: str,
        read: Callable[[Connection, Rows], Iterable[Item]],
        deadline: float,
    ) -> Iterator[Item]:
        """What is read of a table, in one pass or in slices."""
        if self._engine.dialect.name != "sqlite" or queries.is_wal(connection):
            yield from read(connection, None)
            return
        version = queries.schema_version(connection)
        last, after, rows = queries.last_row(connection, table), 0, FEWEST
        while after < last:
            started = time.monotonic()
            if started > deadline:
                raise SourceError("timeout", f"counting {table} took over {self._timeout:g} s")
            yield from list(read(connection, (after, after + rows)))
            after += rows
            took = time.monotonic() - started
            rows = max(FEWEST, min(MOST, rows * 2, int(rows * SLICE / max(took, 1e-6))))
        if queries.schema_version(connection) != version:  # VACUUM numbers rows anew
            raise SourceError("busy", "the store was rebuilt while it was read")


def _told(said: str) -> SourceError:
    reason: Reason = next((kind for words, kind in SAYINGS if words in said), "unreachable")
    return SourceError(reason, said.strip())
