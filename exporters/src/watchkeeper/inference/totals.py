"""What the records of one version of a model add up to. Its owner holds a lock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from watchkeeper.inference.classes import Classes
from watchkeeper.inference.families import CANCELLED, ERROR, PROBLEM_KINDS, STATUSES, SUCCESS
from watchkeeper.inference.histogram import Exemplar, Histogram

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeeper.inference.options import Shape

# A call that ended well: when, how long it took (both on the performance counter), and what was
# read of its result: a pair of class and confidence, a list of them, or whatever a callback gave.
Plain = tuple[float, float, object]
# Any call: its status, or None if it was none, the predictions it was, what was read, the trace it
# belongs to, and the time to its first item.
Full = tuple[float, float, int | None, int, object, int | None, float | None]
Record = Plain | Full


def status_of(error: BaseException | None) -> int:
    """How a call ended."""
    if error is None:
        return SUCCESS
    # What is no Exception stops a call from outside: CancelledError, GeneratorExit, Ctrl-C.
    return ERROR if isinstance(error, Exception) else CANCELLED


class Totals:
    """Counts of one version of a model since the process began."""

    __slots__ = (
        "_shape",
        "begun",
        "classes",
        "ended",
        "first_item",
        "last",
        "last_at",
        "latency",
        "problems",
        "requests",
    )

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.begun = 0
        self.ended = 0
        self.last = 0.0  # on the performance counter
        self.last_at = 0.0  # Unix time
        self.requests = [0] * len(STATUSES)
        self.latency = Histogram(shape.latency_buckets)
        self.first_item: Histogram | None = None
        self.classes = Classes(shape.confidence_buckets, shape.classes, shape.max_classes)
        self.problems = dict.fromkeys(PROBLEM_KINDS, 0)

    def dated(self) -> None:
        """Notes when the last good prediction was: once, so that it does not move by itself."""
        if self.last:
            self.last_at = time.time() - (time.perf_counter() - self.last)
            self.last = 0.0

    def take(self, plain: list[Plain], full: list[Full]) -> list[object]:
        """Adds calls that ended; what was read as a confidence and is none."""
        readings: list[object] = []
        if plain:
            self.ended += len(plain)
            self.requests[SUCCESS] += len(plain)
            self.last = max(self.last, plain[-1][0])
            self.latency.observe_all([seconds for _, seconds, _ in plain])
            readings = [reading for _, _, reading in plain if reading is not None]
        for record in full:
            readings += self._full(record)
        return self.classes.take_all(readings) if readings else []

    def _full(self, record: Full) -> Iterable[object]:
        end, seconds, status, size, read, trace, first = record
        self.ended += 1
        if status is None:  # a request that was refused
            return ()
        self.requests[status] += size
        bucket = self.latency.observe(seconds)
        if status == SUCCESS:
            self.last = max(self.last, end)
        if trace is not None:
            at = time.time() - (time.perf_counter() - end)
            self.latency.exemplars[bucket] = Exemplar(f"{trace:032x}", seconds, at)
        if first is not None:
            self.first_item = self.first_item or Histogram(self._shape.latency_buckets)
            self.first_item.observe(first)
        if read is None:
            return ()
        return read if isinstance(read, list) else (read,)
