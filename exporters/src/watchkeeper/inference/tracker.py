"""`track_prediction`: what users call. Whatever goes wrong in here never reaches a prediction."""

from __future__ import annotations

import operator
import time
from collections.abc import Mapping, Sized
from typing import TYPE_CHECKING, TypeVar, Unpack, cast

from watchkeeper.inference.call import Call
from watchkeeper.inference.classes import encodable
from watchkeeper.inference.exposition import ledgers_of
from watchkeeper.inference.families import FAILED_CALLBACK, SUCCESS
from watchkeeper.inference.ledger import BATCH
from watchkeeper.inference.options import options_of, shape_of
from watchkeeper.inference.reading import read_batch, read_result
from watchkeeper.inference.totals import status_of
from watchkeeper.inference.traces import trace_finder
from watchkeeper.inference.wrappers import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from watchkeeper.inference.options import Settings
    from watchkeeper.inference.totals import Record

    Arguments = tuple[tuple[object, ...], dict[str, object]]

Function = TypeVar("Function", bound="Callable[..., object]")

clock = time.perf_counter
# A trace is looked up for each call that is slower than this, where it costs nothing beside it, and
# else after a pause: of the calls between two scrapes one is kept for each bucket.
SLOW = 0.001  # seconds
PAUSE = 0.01


class Tracker:
    """Records the predictions of one version of a model. Make one with `track_prediction`."""

    def __init__(self, model: tuple[str, str], settings: Settings) -> None:
        options = options_of(settings)
        self._ledger = ledgers_of(settings.get("registry")).ledger(model, shape_of(settings))
        self.pending = self._ledger.pending
        self._problems = self._ledger.problems
        counts = options.batch or options.size is not None
        self._size = options.size
        self._counts = counts
        self._read = read_batch if counts and options.read is read_result else options.read
        self._trace = trace_finder() if options.exemplars else None
        self._look = 0.0  # when to look for a trace again

    def __call__(self, function: Function) -> Function:
        """Decorates a function, a coroutine function, or a generator function of either kind."""
        return cast("Function", wrapped(self, function))

    def prediction(self, size: int = 1) -> Call:
        """A context that is one call, of that many predictions."""
        return Call(self, size)

    def record_prediction(self, prediction_id: Hashable, predicted: object) -> None:
        """Remembers what was predicted, until `record_outcome` says what came true."""
        try:
            for problem in self._ledger.accuracy.predicted(prediction_id, predicted):
                self._problems.count(problem, prediction_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)

    def record_outcome(self, prediction_id: Hashable, truth: object) -> None:
        """Says what came true for a prediction of this process."""
        try:
            for problem in self._ledger.accuracy.outcome(prediction_id, truth):
                self._problems.count(problem, prediction_id)
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)

    def record_compared(self, predicted: object, truth: object) -> None:
        """Says what came true where the prediction is at hand: no id, no process to remember it."""
        try:
            self._ledger.accuracy.compared(predicted, truth)
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)

    def begun(self) -> float:
        """Records that a call begins; when."""
        self.pending.append(None)
        return clock()

    def returned(
        self, start: float, result: object, call: Arguments, first: float | None = None
    ) -> None:
        """Records a call that ended well."""
        end = clock()
        seconds = end - start
        readings = trace = None
        try:
            if self._read is not None:
                readings = self._read(result)
            if self._trace is not None and (seconds > SLOW or end > self._look):
                self._look = end + PAUSE
                trace = self._trace()
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)
        pending = self.pending
        if trace is None and first is None and not self._counts and type(readings) is not list:
            pending.append((end, seconds, readings))
        else:
            size = self._measured(call, result) if self._counts else 1
            pending.append((end, seconds, SUCCESS, size, readings, trace, first))
        if len(pending) > BATCH:  # as in `ended`, without a call
            self._ledger.fold()

    def raised(
        self, start: float, error: BaseException, call: Arguments, first: float | None = None
    ) -> None:
        """Records a call that ended in an exception."""
        end = clock()
        size = self._measured(call, None) if self._counts else 1
        trace = self.current_trace()
        self.ended((end, end - start, status_of(error), size, None, trace, first))

    def readings(self, result: object) -> object:
        """What a result says of classes and confidences."""
        try:
            return self._read(result) if self._read is not None else None
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)
            return None

    def current_trace(self) -> int | None:
        """The trace that a call belongs to."""
        try:
            return self._trace() if self._trace is not None else None
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)
            return None

    def ended(self, record: Record) -> None:
        """Records how a call ended."""
        self.pending.append(record)
        if len(self.pending) > BATCH:
            self._ledger.fold()

    def _measured(self, call: Arguments, result: object) -> int:
        """The predictions of a call."""
        args, keywords = call
        try:
            if self._size is not None:
                found = operator.index(self._size(*args, **keywords))
            else:
                found = elements((*args, *keywords.values(), result))
            if found >= 0:
                return found
            self._problems.count(FAILED_CALLBACK, f"a call of {found} predictions")
        except Exception as error:  # noqa: BLE001 - whatever it is, the prediction goes on
            self._problems.count(FAILED_CALLBACK, error)
        return 1


def elements(values: tuple[object, ...]) -> int:
    """The length of the first list, array or table; of a text or a mapping it says nothing."""
    for value in values:
        if isinstance(value, Sized) and not isinstance(value, (str, bytes, Mapping)):
            return len(value)
    return 1


def track_prediction(model_name: str, model_version: str, **settings: Unpack[Settings]) -> Tracker:
    """Records each call of a prediction: how it ends, how long it takes, how sure it is.

    Two trackers of one version of a model add up in the same series.

    Args:
        model_name: The name in the model's spec: alerts find the model by it.
        model_version: Its version, for example in the model registry.
        settings: See `Settings`.

    Raises:
        ValueError: A setting has no sensible value, or contradicts another tracker of this model.
        TypeError: There is no such setting.
    """
    if not model_name:
        raise ValueError("a model without a name matches no spec")
    return Tracker((encodable(str(model_name)), encodable(str(model_version))), settings)
