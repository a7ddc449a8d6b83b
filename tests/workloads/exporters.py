"""The interpreter that the exporters are installed for."""

from __future__ import annotations

import pytest

from tests.support.command import ROOT


def python() -> str:
    """Its path; skips the test where the exporters are not installed."""
    found = ROOT / ".venv-exporters" / "bin" / "python"
    if not found.exists():
        pytest.skip("the exporters are not installed; run: make test-exporters")
    return str(found)
