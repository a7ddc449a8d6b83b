"""Fixtures of the drift monitor's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drift.data import Bench, columns, save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A reference, and current data without drift."""
    save(tmp_path / "reference.parquet", columns(5000, seed=1))
    found = Bench(tmp_path)
    found.current()
    return found
