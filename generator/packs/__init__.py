"""The packs, found by looking: each folder here is one, and nothing lists them."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pkgutil
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from generator.catalog import Pack
    from generator.catalog.board import Board, Part


@functools.cache
def discover() -> tuple[Pack, ...]:
    """Every pack, sorted by name; each folder's ``__init__`` holds ``PACK``."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.ispkg)
    return tuple(importlib.import_module(f"{__name__}.{name}").PACK for name in names)


def runbook(pack: Pack) -> str:
    """The text of the pack's ``runbook.md``, empty when there is none."""
    page = resources.files(__name__).joinpath(pack.name, "runbook.md")
    return page.read_text("utf-8") if page.is_file() else ""


def boards(pack: Pack) -> tuple[Board, ...]:
    """The boards of its ``boards.py``: most runs need none, and do not wait for them."""
    found: tuple[Board, ...] = getattr(_drawn(pack), "BOARDS", ())
    return found


def parts(pack: Pack) -> tuple[Part, ...]:
    """What its ``boards.py`` adds to boards of other packs."""
    found: tuple[Part, ...] = getattr(_drawn(pack), "PARTS", ())
    return found


def _drawn(pack: Pack) -> ModuleType | None:
    name = f"{__name__}.{pack.name}.boards"
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def text(path: str) -> str:
    """A text file below this folder, such as a chart's list of keys."""
    return resources.files(__name__).joinpath(path).read_text("utf-8")
