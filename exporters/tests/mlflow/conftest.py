"""Real servers, each started once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.mariadb import mariadb, missing
from support.reading import of_server, of_store
from support.tracking import has_postgres, postgres, tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.mariadb import MariaDB
    from support.reading import Reading
    from support.tracking import Postgres, Tracking


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracking]:
    """A tracking server on a SQLite file."""
    folder = tmp_path_factory.mktemp("mlflow-sqlite")
    with tracking(folder, f"sqlite:///{folder}/mlflow.db") as found:
        yield found


@pytest.fixture(scope="session")
def cluster() -> Iterator[Postgres]:
    """A PostgreSQL; what needs it is skipped where it is not installed."""
    if not has_postgres():
        pytest.skip("PostgreSQL is not on PATH: postgres, initdb, pg_isready")
    with postgres() as found:
        yield found


@pytest.fixture(scope="session")
def on_postgres(cluster: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracking]:
    """A tracking server on PostgreSQL."""
    with tracking(tmp_path_factory.mktemp("mlflow-pg"), cluster.url) as found:
        yield found


@pytest.fixture(scope="session")
def maria() -> Iterator[MariaDB]:
    """A MariaDB; what needs it is skipped where it is not installed."""
    if lacking := missing():
        pytest.skip(f"MariaDB is not on PATH: {', '.join(lacking)}")
    with mariadb() as found:
        yield found


@pytest.fixture(scope="session")
def on_mariadb(maria: MariaDB, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracking]:
    """A tracking server on MariaDB."""
    with tracking(tmp_path_factory.mktemp("mlflow-maria"), maria.url) as found:
        yield found


SERVERS = {"postgresql": "on_postgres", "mysql": "on_mariadb"}


@pytest.fixture(params=["sqlite", "postgresql", "mysql", "rest"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each way to read a store in turn."""
    return str(request.param)


@pytest.fixture
def server(kind: str, request: pytest.FixtureRequest) -> Tracking:
    """A tracking server that can be read in this way."""
    found: Tracking = request.getfixturevalue(SERVERS.get(kind, "on_sqlite"))
    return found


@pytest.fixture
def make(kind: str) -> Callable[..., Reading]:
    """What makes an exporter of a server."""
    if kind == "rest":
        return lambda server, *metrics: of_server(server.url, *metrics)
    return lambda server, *metrics: of_store(server.store, *metrics)
