"""What a prediction pays for its metrics, beside what others make it pay.

Each way counts one request, one latency and one confidence of a function that does nothing but
return a class and a confidence. CPU time of this process, the bare call taken off, the median of
rounds that take turns, so that a busy neighbour meets all ways alike.

    .venv-exporters/bin/python exporters/tests/bench/inference.py [--quick]
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import statistics
import time
from typing import TYPE_CHECKING

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from watchkeeper.inference import CONFIDENCE_BUCKETS, LATENCY_BUCKETS, track_prediction

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = dict[str, object]
    Predict = Callable[[int], Answer]

OURS = "track_prediction"
BUDGET = 2.0  # microseconds
ROWS = 256
ANSWERS = tuple({"class": f"class {number}", "confidence": number / 10} for number in range(10))
clock = time.perf_counter


def predict(number: int) -> Answer:
    """A prediction that costs nothing."""
    return ANSWERS[number % 10]


async def apredict(number: int) -> Answer:
    """The same, awaited."""
    return ANSWERS[number % 10]


def metrics() -> tuple[Counter, Histogram, Histogram]:
    """The three metrics, as one would declare them by hand."""
    registry, model = CollectorRegistry(), ("model_name", "model_version")
    return (
        Counter("requests", "Requests", [*model, "status"], registry=registry),
        Histogram("latency", "Latency", model, buckets=LATENCY_BUCKETS, registry=registry),
        Histogram(
            "confidence",
            "Confidence",
            [*model, "class"],
            buckets=CONFIDENCE_BUCKETS,
            registry=registry,
        ),
    )


def naive(function: Predict) -> Predict:
    """A decorator as tutorials write it."""
    requests, latency, confidence = metrics()

    @functools.wraps(function)
    def tracked(number: int) -> Answer:
        start = clock()
        try:
            result = function(number)
        except Exception:
            requests.labels(model_name="m", model_version="1", status="error").inc()
            raise
        requests.labels(model_name="m", model_version="1", status="success").inc()
        confidence.labels("m", "1", result["class"]).observe(result["confidence"])
        latency.labels(model_name="m", model_version="1").observe(clock() - start)
        return result

    return tracked


def cached(function: Predict) -> Predict:
    """The same, with every child of a metric looked up once."""
    requests, latency, confidence = metrics()
    success, observe = requests.labels("m", "1", "success"), latency.labels("m", "1").observe
    children = {str(one["class"]): confidence.labels("m", "1", one["class"]) for one in ANSWERS}

    @functools.wraps(function)
    def tracked(number: int) -> Answer:
        start = clock()
        result = function(number)
        success.inc()
        children[result["class"]].observe(result["confidence"])
        observe(clock() - start)
        return result

    return tracked


def opentelemetry(function: Predict) -> Predict:
    """The same three metrics through the OpenTelemetry SDK."""
    meter = MeterProvider(metric_readers=[InMemoryMetricReader()]).get_meter("bench")
    requests = meter.create_counter("requests")
    latency, confidence = meter.create_histogram("latency"), meter.create_histogram("confidence")
    model = {"model_name": "m", "model_version": "1"}
    success = {**model, "status": "success"}

    @functools.wraps(function)
    def tracked(number: int) -> Answer:
        start = clock()
        result = function(number)
        requests.add(1, success)
        confidence.record(result["confidence"], {**model, "class": result["class"]})
        latency.record(clock() - start, model)
        return result

    return tracked


def loop(function: Predict) -> Callable[[int], None]:
    """Many calls, one after the other."""

    def calls(count: int) -> None:
        for number in range(count):
            function(number)

    return calls


def awaited(function: Callable[[int], object]) -> Callable[[int], None]:
    """Many awaited calls."""

    async def calls(count: int) -> None:
        for number in range(count):
            await function(number)  # type: ignore[misc] # a coroutine function

    return lambda count: asyncio.run(calls(count))


def batched(function: Callable[[list[int]], object]) -> Callable[[int], None]:
    """Many rows, a batch at a time."""
    rows = list(range(ROWS))

    def calls(count: int) -> None:
        for _ in range(count // ROWS):
            function(rows)

    return calls


def traced(function: Predict) -> Callable[[int], None]:
    """Many calls inside one recorded span."""
    tracer = TracerProvider().get_tracer("bench")

    def calls(count: int) -> None:
        with tracer.start_as_current_span("request"):
            loop(function)(count)

    return calls


def predict_rows(rows: list[int]) -> list[Answer]:
    """A batch."""
    return [ANSWERS[row % 10] for row in rows]


def ways() -> dict[str, tuple[Callable[[int], None], Callable[[int], None]]]:
    """Each way to record, and the bare calls that it is held against."""
    bare = loop(predict)
    names = {"registry": CollectorRegistry()}
    return {
        "naive decorator": (loop(naive(predict)), bare),
        "children cached": (loop(cached(predict)), bare),
        "OpenTelemetry": (loop(opentelemetry(predict)), bare),
        OURS: (loop(track_prediction("m", "1", **names)(predict)), bare),
        f"{OURS}, in a span": (traced(track_prediction("m", "2", **names)(predict)), bare),
        f"{OURS}, async": (
            awaited(track_prediction("m", "3", **names)(apredict)),
            awaited(apredict),
        ),
        f"{OURS}, a row of {ROWS}": (
            batched(track_prediction("m", "4", batch=True, **names)(predict_rows)),
            batched(predict_rows),
        ),
    }


def spent(calls: Callable[[int], None], count: int) -> float:
    """Microseconds of CPU for each call."""
    start = time.process_time_ns()
    calls(count)
    return (time.process_time_ns() - start) / count / 1000


def scrape(models: int, rounds: int) -> float:
    """Milliseconds of CPU for a scrape of many models."""
    registry = CollectorRegistry()
    for number in range(models):
        loop(track_prediction(f"m{number}", "1", registry=registry)(predict))(100)
    found = []
    for _ in range(rounds):
        start = time.process_time_ns()
        generate_latest(registry)
        found.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(found)


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the calls, three rounds")
    count, rounds = (20_000, 3) if parser.parse_args().quick else (100_000, 7)
    found: dict[str, list[float]] = {name: [] for name in ways()}
    for _ in range(rounds):
        for name, (tracked, bare) in ways().items():
            found[name].append(spent(tracked, count) - spent(bare, count))
    median = {name: statistics.median(costs) for name, costs in found.items()}
    print(f"| way to record a prediction | CPU µs | beside {OURS} |\n|---|---|---|")
    for name, cost in median.items():
        print(f"| {name} | {cost:.2f} | {cost / median[OURS]:.1f} x |")
    print(f"\nA scrape of 10 models: {scrape(10, rounds):.1f} ms CPU.")
    print(f"Budget of a call: {BUDGET} µs; {'kept' if median[OURS] < BUDGET else 'MISSED'}.")


if __name__ == "__main__":
    main()
