"""The decorated forms of a function; each stays the kind of function that it was."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Generator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable
    from types import TracebackType

    from watchkeeper.inference.tracker import Tracker

    Plain = Callable[..., object]

clock = time.perf_counter


def wrapped(tracker: Tracker, function: Plain) -> Plain:
    """A function that does the same, and is recorded."""
    if not callable(function):
        raise TypeError(f"only what can be called can be tracked: {function!r}")
    # An object is what its method is.
    kind = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004 - the method is wanted
    for is_kind, wrap in (
        (inspect.isasyncgenfunction, _async_generator),
        (inspect.isgeneratorfunction, _generator),
        (inspect.iscoroutinefunction, _coroutine),
    ):
        if is_kind(function) or is_kind(kind):
            return wrap(tracker, function)  # type: ignore[arg-type] # checked
    return _plain(tracker, function)


def _plain(tracker: Tracker, function: Plain) -> Plain:
    begun, returned, raised = tracker.pending.append, tracker.returned, tracker.raised

    @functools.wraps(function)
    def tracked(*args: object, **keywords: object) -> object:
        begun(None)  # as Tracker.begun does, without a call
        start = clock()
        try:
            result = function(*args, **keywords)
        except BaseException as error:
            raised(start, error, (args, keywords))
            raise
        returned(start, result, (args, keywords))
        return result

    return tracked


def _coroutine(tracker: Tracker, function: Callable[..., Awaitable[object]]) -> Plain:
    @functools.wraps(function)
    async def tracked(*args: object, **keywords: object) -> object:
        start = tracker.begun()
        try:
            result = await function(*args, **keywords)
        except BaseException as error:
            tracker.raised(start, error, (args, keywords))
            raise
        tracker.returned(start, result, (args, keywords))
        return result

    return tracked


class _Watched(Generator[object, object, object]):
    """A generator that notes when its first item came, and what the last one was."""

    def __init__(self, inner: Generator[object, object, object], start: float) -> None:
        self._inner = inner
        self._start = start
        self.first: float | None = None
        self.last: object = None

    def _noted(self, item: object) -> object:
        if self.first is None:
            self.first = clock() - self._start
        self.last = item
        return item

    def send(self, value: object) -> object:
        """Passed on."""
        return self._noted(self._inner.send(value))

    def throw(
        self,
        kind: type[BaseException] | BaseException,
        value: object = None,
        traceback: TracebackType | None = None,
    ) -> object:
        """Passed on."""
        del value, traceback  # of an older form, which `yield from` does not use
        return self._noted(self._inner.throw(kind))

    def close(self) -> None:
        """Passed on."""
        self._inner.close()


def _generator(
    tracker: Tracker, function: Callable[..., Generator[object, object, object]]
) -> Plain:
    @functools.wraps(function)
    def tracked(*args: object, **keywords: object) -> Generator[object, object, object]:
        start = tracker.begun()
        watched = None
        try:
            watched = _Watched(function(*args, **keywords), start)
            result = yield from watched
        except BaseException as error:
            tracker.raised(start, error, (args, keywords), watched.first if watched else None)
            raise
        tracker.returned(start, watched.last, (args, keywords), watched.first)
        return result

    return tracked


def _async_generator(
    tracker: Tracker, function: Callable[..., AsyncGenerator[object, object]]
) -> Plain:
    @functools.wraps(function)
    async def tracked(*args: object, **keywords: object) -> AsyncGenerator[object, object]:
        start, first, item = tracker.begun(), None, None
        try:
            inner = function(*args, **keywords)
            step = inner.__anext__()
            while True:
                try:
                    item = await step
                except StopAsyncIteration:
                    break
                if first is None:
                    first = clock() - start
                try:
                    sent = yield item
                except GeneratorExit:
                    await inner.aclose()
                    raise
                except BaseException as thrown:  # noqa: BLE001 - passed on, whatever it is
                    step = inner.athrow(thrown)
                else:
                    step = inner.asend(sent)
        except BaseException as error:
            tracker.raised(start, error, (args, keywords), first)
            raise
        tracker.returned(start, item, (args, keywords), first)

    return tracked
