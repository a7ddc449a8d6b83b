"""The charts that packs know, and the keys that may be written for each."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from generator import packs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Chart, Tree
    from generator.compiler.context import Context

Path = tuple[str, ...]


def known(context: Context) -> Mapping[str, Chart]:
    """Charts by name."""
    return {chart.name: chart for pack in context.packs for chart in pack.charts}


def keys(chart: Chart, major: int) -> frozenset[Path]:
    """The keys that may be written; the last part is ``*`` where everything below is allowed.

    Raises ``KeyError`` for a major version that nobody checked.
    """
    return _read(chart.keys[major])


@functools.cache
def _read(path: str) -> frozenset[Path]:
    lines = packs.text(path).splitlines()
    return frozenset(split(line) for line in lines if line and not line.startswith("#"))


def split(line: str) -> Path:
    """A dotted key; a part that holds dots itself is written in quotes, as in ``a."b.c".d``."""
    parts: list[str] = []
    for i, piece in enumerate(line.split('"')):
        parts += [piece] if i % 2 else [part for part in piece.split(".") if part]
    return tuple(parts)


def unknown(tree: Tree, allowed: frozenset[Path], path: Path = ()) -> Iterator[Path]:
    """Every key of ``tree`` that is not ``allowed``; what is below an unknown key is not listed."""
    parents = {key[:length] for key in allowed for length in range(1, len(key))}
    for name, value in tree.items():
        here = (*path, str(name))
        if here in allowed or (*here, "*") in allowed:
            continue
        if here in parents and isinstance(value, dict):
            yield from unknown(value, allowed, here)
        else:
            yield here
