"""What jobs are told of models → lists that fit into a ConfigMap each.

A list holds the models whose names have hashes that begin with the same bits, as the shards of
constants do: a model that is added or changed touches one list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler.shards import bits
from generator.ir import JobList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# kubectl apply keeps a second copy in an annotation, and all annotations have 256 KiB.
MAX_BYTES = 200 * 1024
SCHEME = re.compile(r'"(\w+)://')


@dataclass(frozen=True, slots=True)
class Entry:
    """A model, what its job is told, and the file and line of its spec."""

    model: str
    line: str
    source: str


def schemes(entries: Iterable[Entry]) -> frozenset[str]:
    """How the addresses begin that jobs are told, such as ``s3``."""
    return frozenset(found for each in entries for found in SCHEME.findall(each.line))


def lists(pack: str, name: str, entries: Iterable[Entry]) -> Iterator[JobList]:
    """All entries, in as few lists as the limit allows; none for none."""
    found = [(bits(each.model), each) for each in entries]
    if found:
        yield from _split(pack, name, "", found)


def _split(pack: str, name: str, prefix: str, found: list[tuple[str, Entry]]) -> Iterator[JobList]:
    if len(found) <= 1 or sum(len(each.line) for _, each in found) <= MAX_BYTES:
        if found:
            full = f"{name}-{prefix}" if prefix else name
            entries = [each for _, each in found]
            sources = sorted({each.source for each in entries})
            yield JobList(pack, full, tuple(each.line for each in entries), tuple(sources))
        return
    for bit in "01":
        yield from _split(
            pack, name, prefix + bit, [each for each in found if each[0][len(prefix)] == bit]
        )
