"""Servers that several tests share; without their binary the tests say so and are skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.logs import servers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def loki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Loki]:
    """A real Loki, of the binary that LOKI_BIN names."""
    if not servers.LOKI:
        pytest.skip("LOKI_BIN names no binary of Loki: LogQL was not tried in a real one")
    with servers.loki(tmp_path_factory.mktemp("loki")) as found:
        yield found
