"""Confidence by predicted class, with a bound on the number of classes that become label values.

A counter must never fall. So a class that was once exposed stays, and what was once counted as
``other`` stays there. Before its first scrape a class is only a candidate: at each scrape the most
frequent candidates take the free places, and the rest become ``other`` for good.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, cast

from watchkeeper.inference.histogram import Histogram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from watchkeeper.inference.reading import Reading

OTHER = "other"
UNNAMED = "unknown"  # a confidence that came without a class
CANDIDATES = 1000  # distinct classes between two scrapes that are told apart
LENGTH = 120  # characters of a class that are kept
PAIR = ("class", "confidence")
ROUNDING = 1e-6  # 32-bit softmax sums come out this much above 1

log = logging.getLogger("watchkeeper.inference")


def text(label: object) -> str:
    """A class as a label value: bounded, and always encodable."""
    if label is None:
        return UNNAMED
    return encodable((label if isinstance(label, str) else str(label))[:LENGTH])


def encodable(found: str) -> str:
    """The same text, without half characters: one of them would make the whole scrape fail."""
    return found if found.isascii() else found.encode("utf-8", "replace").decode("utf-8")


def ratio(confidence: object) -> float | None:
    """A confidence as a number between 0 and 1; None for whatever is none."""
    if isinstance(confidence, (str, bytes, bool)) or not hasattr(confidence, "__float__"):
        return None
    found = float(confidence)
    if 1.0 < found <= 1.0 + ROUNDING:
        return 1.0
    return found if 0.0 <= found <= 1.0 else None


class Classes:
    """The histograms of the classes of one model. Its owner holds a lock."""

    def __init__(self, bounds: tuple[float, ...], known: Sequence[str], limit: int) -> None:
        self._bounds = bounds
        self._free = 0 if known else limit
        self._tables = {name: Histogram(bounds) for name in map(text, known)}
        self._exposed = set(self._tables)
        self._told = False

    def take_all(self, readings: list[object]) -> list[object]:
        """Counts pairs of a class and its confidence; gives back those that are none."""
        plain: dict[str, list[float]] = {}
        odd: list[object] = []
        for reading in readings:
            if type(reading) is tuple and len(reading) == len(PAIR):
                label, confidence = cast("Reading", reading)
                if type(label) is str and type(confidence) is float and 0.0 <= confidence <= 1.0:
                    if label in plain:
                        plain[label].append(confidence)
                    else:
                        plain[label] = [confidence]
                    continue
            odd.append(reading)
        for label, confidences in plain.items():
            self._table(text(label)).observe_all(confidences)
        return [reading for reading in odd if not self._take(reading)]

    def _take(self, reading: object) -> bool:
        """Counts what may be anything: a user's callback made it."""
        try:
            label, confidence = cast("Reading", reading)
            value = ratio(confidence)
            if value is not None:
                self._table(text(label)).observe(value)
        except Exception:  # noqa: BLE001 - it may raise anything
            return False
        return value is not None

    def settled(self) -> Iterator[tuple[str, Histogram]]:
        """Every class that is exposed from now on, after the candidates were ranked."""
        waiting = [name for name in self._tables if name not in self._exposed and name != OTHER]
        waiting.sort(key=lambda name: (-sum(self._tables[name].counts), name))
        self._exposed.update(waiting[: self._free])
        for name in waiting[self._free :]:
            table = self._tables.pop(name)
            self._table(OTHER).merge(table)
        self._free = max(0, self._free - len(waiting))
        yield from self._tables.items()

    def _table(self, name: str) -> Histogram:
        """The histogram that a class counts in."""
        found = self._tables.get(name)
        if found is None:
            if name != OTHER and (not self._free or len(self._tables) >= CANDIDATES):
                self._tell(name)
                name = OTHER
            found = self._tables.setdefault(name, Histogram(self._bounds))
        return found

    def _tell(self, name: str) -> None:
        if not self._told:
            self._told = True
            log.warning("class %r and further new ones are counted as %r", name, OTHER)
