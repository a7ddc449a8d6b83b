"""Fixtures of all tests, and which tests run in one process."""

from __future__ import annotations

import pytest
from prometheus_client import CollectorRegistry

# By the fixture or the parameter that asks for it. What is not here only costs time.
SERVERS = {
    "on_sqlite": "sqlite",
    "sqlite": "sqlite",
    "rest": "sqlite",
    "on_postgres": "postgresql",
    "cluster": "postgresql",
    "postgresql": "postgresql",
    "on_mariadb": "mysql",
    "maria": "mysql",
    "mysql": "mysql",
}


@pytest.fixture
def registry() -> CollectorRegistry:
    """A registry that nobody else has."""
    return CollectorRegistry()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a server run in one process, so that it is started once; so do files."""
    for item in items:
        if isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.xdist_group(group(item)))


def group(test: pytest.Function) -> str:
    """The server that a test uses, or else its file."""
    parameters = test.callspec.params if hasattr(test, "callspec") else {}
    asked = (str(parameters.get("kind")), *test.fixturenames)
    return next((SERVERS[name] for name in asked if name in SERVERS), test.path.name)
