"""Real servers, each started once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.tracking import has_postgres, postgres, tracking

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def server(request: pytest.FixtureRequest) -> Tracking:
    """Each tracking server in turn."""
    found: Tracking = request.getfixturevalue(request.param)
    return found
