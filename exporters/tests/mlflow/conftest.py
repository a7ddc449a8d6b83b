"""Real servers, each started once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.reading import of_server, of_store
from support.tracking import has_postgres, postgres, tracking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(params=["sqlite", "postgresql", "rest"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each way to read a store in turn."""
    return str(request.param)


@pytest.fixture
def server(kind: str, request: pytest.FixtureRequest) -> Tracking:
    """A tracking server that can be read in this way."""
    name = "on_postgres" if kind == "postgresql" else "on_sqlite"
    found: Tracking = request.getfixturevalue(name)
    return found


@pytest.fixture
def make(kind: str) -> Callable[..., Reading]:
    """What makes an exporter of a server."""
    if kind == "rest":
        return lambda server, *metrics: of_server(server.url, *metrics)
    return lambda server, *metrics: of_store(server.store, *metrics)
