"""Connections that can only read, and that give up in time, by kind of database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import URL, Connection, Engine

    Limit = tuple[str, object]  # a statement, and the value of its :limit

SNAPSHOT = {"isolation_level": "REPEATABLE READ"}  # all statements see the same moment


def read_only(url: str, timeout: float) -> Engine:
    """An engine; raises a ValueError for what cannot be read, which shows no password."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except SQLAlchemyError:
        raise ValueError("the store's URL is none: sqlite:////file or postgresql://...") from None
    if backend == "sqlite" and not parsed.database:
        raise ValueError("the store's URL names no file: sqlite:////file")
    if backend not in MAKERS:
        known = ", ".join(sorted(LIMITS))
        raise ValueError(f"a store of kind {backend} cannot be read; these can: {known}")
    return MAKERS[backend](parsed, timeout)


def _sqlite(url: URL, timeout: float) -> Engine:
    name = f"file:{quote(str(Path(str(url.database)).absolute()))}?mode=ro"
    wait = min(timeout, 5)
    return create_engine(
        "sqlite://",
        # Without transactions of its own each statement gives its lock back.
        creator=lambda: sqlite3.connect(name, uri=True, timeout=wait, isolation_level=None),
        poolclass=NullPool,
    )


def _postgresql(url: URL, timeout: float) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": _to_connect(timeout),
            "tcp_user_timeout": int(timeout * 1000),
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
        poolclass=NullPool,
        execution_options={**SNAPSHOT, "postgresql_readonly": True},
    )


def _mysql(url: URL, timeout: float) -> Engine:
    return create_engine(
        url.set(drivername="mysql+pymysql"),
        connect_args={
            "connect_timeout": _to_connect(timeout),
            # The database is to give up first, and to say so.
            "read_timeout": timeout + 5,
            "write_timeout": timeout + 5,
            "init_command": "SET SESSION TRANSACTION READ ONLY",
        },
        poolclass=NullPool,
        execution_options=SNAPSHOT,
    )


def _to_connect(timeout: float) -> int:
    return max(2, min(int(timeout), 10))


def _limit_postgresql(_: Connection, timeout: float) -> Iterator[Limit]:
    # For this transaction only: a pooler in between may hand the session on.
    yield "SELECT set_config('statement_timeout', :limit, true)", str(int(timeout * 1000))


def _limit_mysql(connection: Connection, timeout: float) -> Iterator[Limit]:
    if getattr(connection.dialect, "is_mariadb", False):
        yield "SET SESSION max_statement_time = :limit", timeout
    else:
        yield "SET SESSION max_execution_time = :limit", int(timeout * 1000)
    yield "SET SESSION lock_wait_timeout = :limit", max(1, int(timeout))


def _limit_sqlite(_: Connection, __: float) -> Iterator[Limit]:
    yield from ()


MAKERS: dict[str, Callable[[URL, float], Engine]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
    "postgres": _postgresql,
    "mysql": _mysql,
    "mariadb": _mysql,
}
LIMITS: dict[str, Callable[[Connection, float], Iterator[Limit]]] = {
    "sqlite": _limit_sqlite,
    "postgresql": _limit_postgresql,
    "mysql": _limit_mysql,
}
