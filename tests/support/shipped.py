"""What the specs of this repository compile to, compiled once for all tests."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from generator import pipeline
from tests.support.command import ROOT

if TYPE_CHECKING:
    from generator.pipeline import Build


@functools.cache
def build() -> Build:
    """The specs as they are; nobody may change what comes of them."""
    found = pipeline.build(ROOT / "spec", "spec")
    assert [f"{each.origin} {each.message}" for each in found.diagnostics if each.is_error] == []
    return found
