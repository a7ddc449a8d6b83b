"""Stores that fail: nothing hangs, the reason is visible, and the next reading is right."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from support.reading import Reading, fresh, of_store, runs
from support.servers import free_port

from watchkeeper.mlflow import queries
from watchkeeper.mlflow.picture import SourceError, Wanted
from watchkeeper.mlflow.sql import REVISIONS, SqlSource, _told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.mariadb import MariaDB
    from support.tracking import Postgres, Tracking


def failure(page: dict[str, float], reason: str) -> None:
    """Asserts that a reading failed, and once for this reason."""
    assert page["mlflow_exporter_up"] == 0
    assert page[f"mlflow_exporter_refresh_failures_total{{reason={reason}}}"] == 1


@pytest.fixture
def file(on_sqlite: Tracking, tmp_path: Path) -> Path:
    """A copy of a real store, with some runs in it."""
    experiment = on_sqlite.experiment(fresh("copied"))
    for _ in range(3):
        on_sqlite.run(experiment, "FINISHED", end=2000)
    source, target = on_sqlite.store.removeprefix("sqlite:///"), tmp_path / "copy.db"
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
    return target


@contextlib.contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody who may write."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def test_a_locked_store_is_read_when_it_is_free(file: Path) -> None:
    """The wait has an end."""
    read = of_store(f"sqlite:///{file}", timeout=0.2)
    with writing(file) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        failure(read(), "busy")
        assert time.monotonic() - started < 5
        connection.execute("ROLLBACK")
    assert read()["mlflow_exporter_up"] == 1


def test_a_missing_store_is_not_made(tmp_path: Path) -> None:
    """An empty file in its place would look like an empty store."""
    failure(of_store(f"sqlite:///{tmp_path}/none.db")(), "unreachable")
    assert not list(tmp_path.iterdir())


def test_garbage_is_no_store(tmp_path: Path) -> None:
    """The exporter lives on."""
    (tmp_path / "bad.db").write_bytes(b"garbage" * 1000)
    failure(of_store(f"sqlite:///{tmp_path}/bad.db")(), "answer")


def test_half_a_store_is_no_store(file: Path) -> None:
    """Nor are counts of the half that is left."""
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    failure(of_store(f"sqlite:///{file}")(), "answer")


def test_an_unknown_schema_is_refused_until_it_is_accepted(file: Path) -> None:
    """The message names the revision and the way out."""
    with writing(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'feedbeef'")
    url = f"sqlite:///{file}"
    with pytest.raises(SourceError, match="--accept-revision feedbeef") as caught:
        SqlSource(url, Wanted()).read()
    assert caught.value.reason == "schema"
    failure(of_store(url)(), "schema")
    assert SqlSource(url, Wanted(), accepted=("feedbeef",)).read().experiments


def test_an_accepted_schema_without_a_column_fails_visibly(file: Path) -> None:
    """And not with a half of the counts."""
    with writing(file) as connection:
        connection.execute("ALTER TABLE runs RENAME COLUMN lifecycle_stage TO stage")
    failure(of_store(f"sqlite:///{file}")(), "schema")


def test_the_schema_of_the_pinned_server_is_known(file: Path) -> None:
    """A new pin without a look at its schema fails here."""
    with writing(file) as connection:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert found in REVISIONS


@pytest.mark.parametrize("store", ["on_sqlite", "on_postgres", "on_mariadb"])
def test_nothing_can_be_written(store: str, request: pytest.FixtureRequest) -> None:
    """The database itself refuses it."""
    server: Tracking = request.getfixturevalue(store)
    source = SqlSource(server.store, Wanted())
    with source._connected() as connection, pytest.raises(DBAPIError, match=r"(?i)read.?only"):
        connection.execute(text("DELETE FROM runs"))


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_count_in_slices_is_a_count(file: Path, mode: str) -> None:
    """With rows missing in between, and however the file is written."""
    with writing(file) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
        (key,) = connection.execute("SELECT MAX(experiment_id) FROM experiments").fetchone()
        for n in range(1500):
            connection.execute(
                "INSERT INTO runs (run_uuid, status, start_time, lifecycle_stage, experiment_id)"
                " VALUES (?, 'SCHEDULED', ?, 'active', ?)",
                (f"r{n}", n, key),
            )
        connection.execute("DELETE FROM runs WHERE status = 'SCHEDULED' AND start_time % 3 = 0")
    page = of_store(f"sqlite:///{file}")()
    found = [n for key, n in page.items() if "copied" in key and "status=SCHEDULED" in key]
    assert max(found) == sum(found) == 1000


def test_a_store_that_is_rebuilt_meanwhile_is_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows have other numbers then, and could be counted twice."""
    source = SqlSource(f"sqlite:///{file}", Wanted())
    with writing(file) as connection, source._connected() as reader:
        execute = reader.execute

        def interrupted(*arguments: object) -> object:
            if "rowid > :after" in str(arguments[0]):
                connection.execute("VACUUM")
            return execute(*arguments)

        monkeypatch.setattr(reader, "execute", interrupted)
        with pytest.raises(SourceError) as caught:
            list(source._all(reader, "runs", queries.runs, time.monotonic() + 10))
    assert caught.value.reason == "busy"


def test_a_killed_database_is_read_again_after_it_returns(
    cluster: Postgres, on_postgres: Tracking
) -> None:
    """Without a restart of the exporter, and with what it knew before."""
    name = fresh("killed")
    on_postgres.run(on_postgres.experiment(name), "FAILED", end=2000)
    read = of_store(on_postgres.store)
    read()
    cluster.kill()
    try:
        page = read()
    finally:
        cluster.start()
    failure(page, "unreachable")
    assert runs(page, name) == {"FAILED": 1}
    assert read()["mlflow_exporter_up"] == 1


def test_a_slow_database_is_given_up(on_postgres: Tracking) -> None:
    """By the database itself, so that no statement goes on behind our back."""
    locked, free = threading.Event(), threading.Event()
    writer = SqlSource(on_postgres.store, Wanted())._engine

    def hold() -> None:
        with writer.begin() as connection:
            connection.execute(text("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE"))
            locked.set()
            free.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    assert locked.wait(10)
    read = of_store(on_postgres.store, timeout=0.5)
    started = time.monotonic()
    page = read()
    took = time.monotonic() - started
    free.set()
    thread.join()
    failure(page, "timeout")
    assert took < 5
    assert read()["mlflow_exporter_up"] == 1


def test_a_user_without_rights_is_told_so(on_postgres: Tracking) -> None:
    """A refusal is no empty store."""
    url = SqlSource(on_postgres.store, Wanted())._engine.url
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS nobody"))
        connection.execute(text("CREATE ROLE nobody LOGIN"))
    for user in ("nobody", "unknown"):
        failure(of_store(on_postgres.store.replace("postgres@", f"{user}@"))(), "denied")


def test_a_slow_or_strict_mariadb_is_told_so(maria: MariaDB, on_mariadb: Tracking) -> None:
    """By the database itself; and each reason has its name."""
    read = of_store(on_mariadb.store, timeout=1)
    assert read()["mlflow_exporter_up"] == 1
    source = SqlSource(on_mariadb.store, Wanted(), timeout=1)
    with source._connected() as connection:
        started = time.monotonic()
        with pytest.raises(DBAPIError, match="max_statement_time") as caught:
            connection.execute(text("SELECT SLEEP(20)"))
        assert time.monotonic() - started < 10
    assert _told(str(caught.value.orig)).reason == "timeout"
    maria.run("CREATE OR REPLACE USER nobody@'127.0.0.1'")
    failure(of_store(on_mariadb.store.replace("root@", "nobody@"))(), "denied")
    failure(of_store(on_mariadb.store.replace("root@", "unknown@"))(), "denied")
    failure(of_store(on_mariadb.store.replace(str(maria.port), str(free_port())))(), "unreachable")


def test_other_databases_are_refused_at_once() -> None:
    """Rather than read in a way that nobody has tried."""
    with pytest.raises(
        ValueError, match="mssql cannot be read; these can: mysql, postgresql, sqli"
    ):
        Reading(SqlSource("mssql+pyodbc://user@host/db", Wanted()))
