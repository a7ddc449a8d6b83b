"""Fixtures of the drift monitor's tests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from drift.data import Bench, columns, save
from drift.gateway import Recorder

from watchkeeper.drift import cli, pushing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A reference, and current data without drift."""
    save(tmp_path / "reference.parquet", columns(5000, seed=1))
    found = Bench(tmp_path)
    found.current()
    return found


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """A gateway on the loopback, which is asked as often as any other, but sooner."""
    monkeypatch.setattr(pushing, "PAUSES", (0.0, 0.01, 0.01))
    monkeypatch.delenv(cli.INDEX, raising=False)
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.over.set()
        server.shutdown()
        thread.join()
