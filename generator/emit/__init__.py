"""The emitters, found by looking: each folder here writes one kind of output from the IR."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document import Document
    from generator.ir import Estate


def emit(estate: Estate) -> Iterator[Document]:
    """The documents of every emitter, in the order of the emitters' names."""
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg):
        yield from importlib.import_module(f"{__name__}.{name}").emit(estate)
