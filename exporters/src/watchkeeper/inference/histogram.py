"""Counts by bucket. Not safe under threads: whoever owns one holds a lock."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple


class Exemplar(NamedTuple):
    """One observation that can be looked up in the traces."""

    trace_id: str
    value: float
    at: float  # Unix time


class Histogram:
    """Observations per bucket; the last bucket is the one above all bounds."""

    __slots__ = ("bounds", "counts", "exemplars", "total")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0
        self.exemplars: dict[int, Exemplar] = {}

    def observe(self, value: float) -> int:
        """Counts one value; the index of its bucket."""
        index = bisect_left(self.bounds, value)
        self.counts[index] += 1
        self.total += value
        return index

    def observe_all(self, values: list[float]) -> None:
        """Counts many values, and sorts them: that is what makes it cheap."""
        values.sort()
        before, counts = 0, self.counts
        for index, bound in enumerate(self.bounds):
            reached = bisect_right(values, bound, before)
            counts[index] += reached - before
            before = reached
        counts[-1] += len(values) - before
        self.total += sum(values)

    def copy(self) -> Histogram:
        """The same counts, which no longer change."""
        found = Histogram(self.bounds)
        found.counts = self.counts.copy()
        found.total = self.total
        found.exemplars = self.exemplars.copy()
        return found

    def merge(self, other: Histogram) -> None:
        """Adds what another one of the same bounds has counted."""
        self.counts = [sum(pair) for pair in zip(self.counts, other.counts, strict=True)]
        self.total += other.total
