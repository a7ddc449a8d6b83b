"""A prediction that is no function call of its own: a block of code, or an HTTP request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from watchkeeper.inference.families import CANCELLED, ERROR, SUCCESS
from watchkeeper.inference.totals import status_of

if TYPE_CHECKING:
    from types import TracebackType

    from watchkeeper.inference.tracker import Tracker

UNDECIDED = -1


class Call:
    """One call as a context; works around `await` too. Made by `Tracker.prediction`."""

    __slots__ = ("_first", "_readings", "_start", "_status", "_tracker", "size")

    def __init__(self, tracker: Tracker, size: int) -> None:
        self.size = size if isinstance(size, int) and size >= 0 else 1
        self._tracker = tracker
        self._readings: object = None
        self._first: float | None = None
        self._status: int | None = UNDECIDED

    def __enter__(self) -> Self:
        self._start = self._tracker.begun()
        return self

    def first_item(self) -> None:
        """Says that the first item of a stream is there; later ones change nothing."""
        if self._first is None:
            self._first = time.perf_counter() - self._start

    def result(self, result: object) -> None:
        """Gives a result to read class and confidence from."""
        self._readings = self._tracker.readings(result)

    def confidence(self, confidence: float, class_name: str | None = None) -> None:
        """Says how sure the model is, of which class."""
        self._readings = (class_name, confidence)

    def failed(self) -> None:
        """Says that this is an error, though no exception shows it."""
        self._status = ERROR

    def cancelled(self) -> None:
        """Says that the caller gave up."""
        self._status = CANCELLED

    def refused(self) -> None:
        """Says that this was no prediction: the request never reached the model."""
        self._status = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        end = time.perf_counter()
        status = status_of(error) if self._status == UNDECIDED else self._status
        # Of a call that failed there is nothing to be sure of.
        readings = self._readings if status == SUCCESS else None
        trace = self._tracker.current_trace()
        seconds = end - self._start
        self._tracker.ended((end, seconds, status, self.size, readings, trace, self._first))
