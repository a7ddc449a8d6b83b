"""Checks across documents, found by looking: each module here has ``check(context)``."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic


def check(context: Context) -> Iterator[Diagnostic]:
    """What every check finds."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        yield from importlib.import_module(f"{__name__}.{module.name}").check(context)
