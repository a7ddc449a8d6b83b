"""The charts that packs know, and the keys that may be written for each."""

from __future__ import annotations

import functools
from dataclasses import dataclass
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


def major(version: str) -> int:
    """The part of a version that says which list of keys holds."""
    return int(version.split(".", 1)[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list of keys.

    ``harm`` is what would follow if a spec changed a key that is worked out from other parts of
    the spec, and ``instead`` what its author can do; keys without it are for anybody to change.
    """

    key: Path
    harm: str = ""
    instead: str = ""


def entries(chart: Chart, major: int) -> tuple[Entry, ...]:
    """The lines of the list; raises ``KeyError`` for a major version that nobody checked."""
    return _entries(chart.keys[major])


def keys(chart: Chart, major: int) -> frozenset[Path]:
    """The keys that may be written; the last part is ``*`` where everything below is allowed.

    Raises ``KeyError`` for a major version that nobody checked.
    """
    return _read(chart.keys[major])


@functools.cache
def _entries(path: str) -> tuple[Entry, ...]:
    lines = packs.text(path).splitlines()
    return tuple(entry(line) for line in lines if line and not line.startswith("#"))


@functools.cache
def _read(path: str) -> frozenset[Path]:
    return frozenset(each.key for each in _entries(path))


def entry(line: str) -> Entry:
    """A line: ``key``, ``key ! harm``, or ``key ! harm | what to do instead``."""
    key, _, mark = line.partition(" ! ")
    harm, _, instead = mark.partition(" | ")
    return Entry(split(key), harm, instead)


def split(line: str) -> Path:
    """A dotted key; a part that holds dots itself is written in quotes, as in ``a."b.c".d``."""
    parts: list[str] = []
    for i, piece in enumerate(line.split('"')):
        parts += [piece] if i % 2 else [part for part in piece.split(".") if part]
    return tuple(parts)


def dotted(path: Path) -> str:
    """A key as it stands in a list, without the ``*`` at its end."""
    return ".".join(f'"{part}"' if "." in part else part for part in path if part != "*")


def unknown(tree: Tree, allowed: frozenset[Path], path: Path = ()) -> Iterator[Path]:
    """Every key of ``tree`` that is not ``allowed``; what is below an unknown key is not listed."""
    parents = _parents(allowed)
    for name, value in tree.items():
        here = (*path, str(name))
        if here in allowed or (*here, "*") in allowed:
            continue
        if here in parents and isinstance(value, dict):
            yield from unknown(value, allowed, here)
        else:
            yield here


@functools.cache  # per list of keys: there are thousands of keys, and each level of a tree asks
def _parents(allowed: frozenset[Path]) -> frozenset[Path]:
    return frozenset(key[:length] for key in allowed for length in range(1, len(key)))
