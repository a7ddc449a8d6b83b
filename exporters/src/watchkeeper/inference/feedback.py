"""Rolling accuracy from outcomes that arrive late, in bounded memory."""

from __future__ import annotations

import operator
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeeper.inference.families import FORGOTTEN_PREDICTION, UNKNOWN_OUTCOME

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator


@dataclass(frozen=True, slots=True)
class Feedback:
    """How accuracy is measured.

    Attributes:
        window: The latest outcomes that count.
        max_age: Seconds after which an outcome no longer counts; without any, the metric is gone.
        minimum: Outcomes that are needed before there is a metric at all.
        pending: Predictions that may wait for their outcome; beyond, the oldest are forgotten.
        expiry: Seconds that a prediction waits for its outcome.
        right: Whether a prediction fits its outcome.
    """

    window: int = 1000
    max_age: float = 86_400.0
    minimum: int = 30
    pending: int = 100_000
    expiry: float = 7 * 86_400.0
    right: Callable[[object, object], object] = operator.eq

    def __post_init__(self) -> None:
        if min(self.window, self.minimum, self.pending) < 1 or min(self.max_age, self.expiry) <= 0:
            raise ValueError("each number of a Feedback must be above zero")
        if self.minimum > self.window:
            raise ValueError("a Feedback's minimum above its window is never reached")


class Accuracy:
    """The outcomes of one model. Safe under threads."""

    def __init__(self, feedback: Feedback, clock: Callable[[], float] = time.monotonic) -> None:
        self._feedback = feedback
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forgets everything: a forked process starts with nothing."""
        self._lock = threading.Lock()
        self._waiting: dict[Hashable, tuple[float, object]] = {}
        self._outcomes: deque[tuple[float, bool]] = deque()
        self._hits = 0
        self._latest = 0.0  # Unix time

    def predicted(self, key: Hashable, value: object) -> Iterator[str]:
        """Remembers a prediction until its outcome is known; the problems that this made."""
        now = self._clock()
        with self._lock:
            self._waiting.pop(key, None)  # the order of the dict is the order of arrival
            self._waiting[key] = (now, value)
            lost = self._forget(now)
        yield from (FORGOTTEN_PREDICTION for _ in range(lost))

    def outcome(self, key: Hashable, truth: object) -> Iterator[str]:
        """Compares a remembered prediction with what came true."""
        now = self._clock()
        with self._lock:
            lost = self._forget(now)
            found = self._waiting.pop(key, None)
        yield from (FORGOTTEN_PREDICTION for _ in range(lost))
        if found is None:
            yield UNKNOWN_OUTCOME
        else:
            self.compared(found[1], truth)

    def compared(self, value: object, truth: object) -> None:
        """Counts a prediction whose outcome is at hand."""
        right = bool(self._feedback.right(value, truth))
        now = self._clock()
        with self._lock:
            self._outcomes.append((now, right))
            self._hits += right
            self._latest = time.time()
            self._slide(now)

    def score(self) -> tuple[float | None, float]:
        """Share of right predictions, None while too few outcomes are known; and of what time."""
        with self._lock:
            self._slide(self._clock())
            count = len(self._outcomes)
            enough = count >= self._feedback.minimum
            return (self._hits / count if enough else None), self._latest

    def _slide(self, now: float) -> None:
        oldest = now - self._feedback.max_age
        while self._outcomes and (
            len(self._outcomes) > self._feedback.window or self._outcomes[0][0] < oldest
        ):
            self._hits -= self._outcomes.popleft()[1]

    def _forget(self, now: float) -> int:
        """Drops what waited too long or is too much; how many."""
        oldest, lost = now - self._feedback.expiry, 0
        while self._waiting:
            key = next(iter(self._waiting))
            if len(self._waiting) <= self._feedback.pending and self._waiting[key][0] >= oldest:
                break
            del self._waiting[key]
            lost += 1
        return lost
