"""One Prometheus for all tests: it waits for seconds before it takes up its first targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.monitors import scene

if TYPE_CHECKING:
    from tests.monitors.scene import Seen


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What it found of all that the shipped specs have scraped."""
    return scene.scraped(tmp_path_factory.mktemp("scraped"))
