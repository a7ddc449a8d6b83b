"""The emitters, found by looking: each folder here writes one kind of output from the IR.

An emitter has ``base(base)``, ``overlay(overlay)`` or both.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from generator.document import Document
    from generator.ir import Base, Overlay


def base(found: Base) -> Iterator[Document]:
    """What all environments share, from every emitter in the order of their names."""
    for emitter in _emitters():
        if hasattr(emitter, "base"):
            yield from emitter.base(found)


def overlay(found: Overlay) -> Iterator[Document]:
    """What one environment has of its own."""
    for emitter in _emitters():
        if hasattr(emitter, "overlay"):
            yield from emitter.overlay(found)


def _emitters() -> Iterator[ModuleType]:
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg):
        yield importlib.import_module(f"{__name__}.{name}")
