"""What is known of one version of a model: what was recorded, and what it adds up to.

Recording appends to a deque, which is atomic, and nothing else; adding up happens some hundred
records at a time and at each scrape. That is what makes a record cheap, and safe under threads.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, NamedTuple, cast

from watchkeeper.inference import families
from watchkeeper.inference.families import BAD_CONFIDENCE, PROBLEM_KINDS, STATUSES
from watchkeeper.inference.feedback import Accuracy
from watchkeeper.inference.problems import Problems
from watchkeeper.inference.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchkeeper.inference.families import Family
    from watchkeeper.inference.histogram import Histogram
    from watchkeeper.inference.options import Shape
    from watchkeeper.inference.totals import Full, Plain, Record

BATCH = 512  # records that are added up at once: a tenth of a millisecond
FLOOD = 4096  # records at which a caller waits for the one who adds up
PLAIN = 3  # the fields of a plain record
PATIENCE = 0.05  # seconds; a caller is never held longer


class Sample(NamedTuple):
    """A value of a family, with the values of its labels."""

    family: Family
    labels: tuple[str, ...]
    value: float | Histogram
    at: float = 0.0  # Unix time of what was measured, where the latest of several processes counts


class Ledger:
    """One version of a model in this process."""

    def __init__(self, model: tuple[str, str], shape: Shape) -> None:
        self.model = model
        self.shape = shape
        # None: a prediction began. A text: a kind of problem. A tuple: a prediction ended.
        self.pending: deque[Record | str | None] = deque()
        self.problems = Problems(model, self.pending.append)
        self.accuracy = Accuracy(shape.feedback)
        self.forked()
        _ALIVE.add(self)

    def forked(self) -> None:
        """A forked process has made no prediction, and nobody in it holds a lock."""
        self._lock = threading.Lock()
        self.pending.clear()
        self.accuracy.reset()
        self._totals = Totals(self.shape)

    def fold(self) -> None:
        """Adds up what was recorded, unless another thread is about to."""
        wait = len(self.pending) > FLOOD
        if self._lock.acquire(wait, PATIENCE if wait else -1):
            try:
                self._drain()
            finally:
                self._lock.release()

    def samples(self) -> list[Sample]:
        """Everything that there is to expose, up to now."""
        with self._lock:
            self._drain()
            return list(self._samples())

    def _drain(self) -> None:
        totals, pop = self._totals, self.pending.popleft
        records = [pop() for _ in range(len(self.pending))]
        # A prediction's beginning comes before its end, so there are never fewer of them.
        begun = records.count(None)
        totals.begun += begun
        plain = [record for record in records if type(record) is tuple and len(record) == PLAIN]
        full: list[object] = []
        if begun + len(plain) < len(records):
            full = [record for record in records if type(record) is tuple and len(record) > PLAIN]
            for problem in records:
                if type(problem) is str:
                    totals.problems[problem] += 1
        bad = totals.take(cast("list[Plain]", plain), cast("list[Full]", full))
        if bad:
            totals.problems[BAD_CONFIDENCE] += len(bad)
            self.problems.tell(BAD_CONFIDENCE, bad[0])
        totals.dated()

    def _samples(self) -> Iterator[Sample]:
        totals, model = self._totals, self.model
        for status, count in zip(STATUSES, totals.requests, strict=True):
            yield Sample(families.REQUESTS, (*model, status), count)
        yield Sample(families.LATENCY, model, totals.latency.copy())
        if totals.first_item:
            yield Sample(families.FIRST_ITEM, model, totals.first_item.copy())
        for name, table in totals.classes.settled():
            yield Sample(families.CONFIDENCE, (*model, name), table.copy())
        yield Sample(families.IN_FLIGHT, model, totals.begun - totals.ended)
        if totals.last_at:
            yield Sample(families.LAST, model, totals.last_at)
        score, at = self.accuracy.score()
        if score is not None:
            yield Sample(families.ACCURACY, model, score, at)
        for kind in PROBLEM_KINDS:
            yield Sample(families.PROBLEMS, (*model, kind), totals.problems[kind])


_ALIVE: weakref.WeakSet[Ledger] = weakref.WeakSet()


def _forked() -> None:
    for ledger in list(_ALIVE):
        ledger.forked()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork either
    os.register_at_fork(after_in_child=_forked)
