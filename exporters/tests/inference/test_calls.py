"""Functions, coroutine functions, contexts: how each call ends is told apart."""

from __future__ import annotations

import asyncio
import inspect
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import track_prediction

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from watchkeeper.inference import Call

ALL_ZERO = {f"requests_total{{status={status}}}": 0 for status in ("success", "error", "cancelled")}


def test_every_status_is_there_before_the_first_prediction(registry: CollectorRegistry) -> None:
    """Error ratios need a series that starts at zero, and age needs none that starts in 1970."""
    track_prediction("m", "1", registry=registry)
    found = scraped(registry)
    assert ALL_ZERO.items() <= found.items()
    assert found["latency_seconds_count"] == 0
    assert found["in_flight"] == 0
    assert "last_prediction_timestamp_seconds" not in found
    assert "accuracy_score" not in found


def test_a_function_keeps_its_result_name_and_signature(registry: CollectorRegistry) -> None:
    """What frameworks look at is what the user wrote."""

    def predict(left: int, *, right: int = 2) -> int:
        """Adds."""
        return left + right

    tracked = track_prediction("m", "1", registry=registry)(predict)
    assert tracked(1, right=5) == 6
    assert (tracked.__name__, tracked.__doc__) == ("predict", "Adds.")
    assert inspect.signature(tracked) == inspect.signature(predict)


def test_success_is_counted_timed_and_dated(registry: CollectorRegistry) -> None:
    """One good call is one request, one latency, and the time of the last prediction."""
    track_prediction("m", "1", registry=registry)(time.sleep)(0.03)
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 1
    assert found["latency_seconds_bucket{le=0.025}"] == 0
    assert found["latency_seconds_bucket{le=+Inf}"] == 1
    assert 0.03 <= found["latency_seconds_sum"] < 1
    assert time.time() - 1 < found["last_prediction_timestamp_seconds"] <= time.time()
    assert scraped(registry)["last_prediction_timestamp_seconds"] == pytest.approx(
        found["last_prediction_timestamp_seconds"], abs=0
    )


def test_an_error_is_counted_timed_and_raised(registry: CollectorRegistry) -> None:
    """A failure reaches the caller as it was, and is no last prediction."""

    @track_prediction("m", "1", registry=registry)
    def predict() -> None:
        raise LookupError("no such customer")

    with pytest.raises(LookupError, match="no such customer"):
        predict()
    found = scraped(registry)
    assert found["requests_total{status=error}"] == 1
    assert found["requests_total{status=success}"] == 0
    assert found["latency_seconds_count"] == 1
    assert found["in_flight"] == 0
    assert "last_prediction_timestamp_seconds" not in found


def test_a_stopped_process_is_no_error_of_the_model(registry: CollectorRegistry) -> None:
    """Ctrl-C is a cancellation."""

    @track_prediction("m", "1", registry=registry)
    def predict() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        predict()
    assert scraped(registry)["requests_total{status=cancelled}"] == 1


async def wait(seconds: float) -> dict[str, object]:
    """A prediction that takes its time."""
    await asyncio.sleep(seconds)
    return {"class": "stays", "confidence": 0.8}


def test_a_coroutine_is_timed_until_it_ends(registry: CollectorRegistry) -> None:
    """The wait is measured, not the making of the coroutine; it stays a coroutine function."""
    tracked = track_prediction("m", "1", registry=registry)(wait)
    assert inspect.iscoroutinefunction(tracked)
    asyncio.run(tracked(0.03))
    found = scraped(registry)
    assert found["latency_seconds_sum"] >= 0.03
    assert found["confidence_sum{class=stays}"] == 0.8


def test_a_cancelled_task_is_no_error(registry: CollectorRegistry) -> None:
    """A timeout around a prediction is the caller giving up; the caller still sees it."""
    tracked = track_prediction("m", "1", registry=registry)(wait)

    async def impatient() -> None:
        async with asyncio.timeout(0.01):
            await tracked(5)

    with pytest.raises(TimeoutError):
        asyncio.run(impatient())
    found = scraped(registry)
    assert found["requests_total{status=cancelled}"] == 1
    assert found["requests_total{status=error}"] == 0
    assert found["latency_seconds_count"] == 1


def test_what_runs_right_now_is_in_flight(registry: CollectorRegistry) -> None:
    """The gauge rises as predictions begin and falls as they end."""
    tracked = track_prediction("m", "1", registry=registry)(wait)

    async def several() -> float:
        tasks = [asyncio.create_task(tracked(0.2)) for _ in range(7)]
        await asyncio.sleep(0.01)
        now = scraped(registry)["in_flight"]
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return now

    assert asyncio.run(several()) == 7
    assert scraped(registry)["in_flight"] == 0


class Model:
    """A model as classes often are."""

    def predict(self, value: int) -> int:
        """A method."""
        return value

    async def __call__(self, value: int) -> int:
        """An object that is awaited."""
        await asyncio.sleep(0.02)
        return value


def test_methods_objects_and_partials_are_tracked(registry: CollectorRegistry) -> None:
    """Whatever can be called can be decorated, and async ones are awaited."""
    track = track_prediction("m", "1", registry=registry)
    model = Model()
    assert track(model.predict)(3) == 3
    assert asyncio.run(track(model)(4)) == 4
    assert asyncio.run(track(partial(wait, 0.02))())["class"] == "stays"
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 3
    assert found["latency_seconds_sum"] >= 0.04
    with pytest.raises(TypeError, match="can be called"):
        track(7)


def surely_broken(call: Call) -> None:
    """Says how sure it is, and then fails."""
    call.confidence(0.5, "goes")
    raise ValueError("broken")


def test_a_context_is_one_call(registry: CollectorRegistry) -> None:
    """A block of code is recorded as a function is, with what it says of its result."""
    track = track_prediction("m", "1", registry=registry)
    with track.prediction() as call:
        call.result({"class": "goes", "confidence": 0.75})
    with track.prediction(size=4) as call:
        call.confidence(0.25, "stays")
    with pytest.raises(ValueError, match="broken"), track.prediction() as call:
        surely_broken(call)
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 5
    assert found["requests_total{status=error}"] == 1
    assert found["latency_seconds_count"] == 3
    assert found["confidence_sum{class=goes}"] == 0.75
    assert found["confidence_sum{class=stays}"] == 0.25


def test_two_trackers_of_a_version_add_up(registry: CollectorRegistry) -> None:
    """A model that is served in two places of a process has one series."""
    for _ in range(2):
        track_prediction("m", "1", registry=registry)(lambda: None)()
    assert scraped(registry)["requests_total{status=success}"] == 2
