"""A latency leads to its trace, where OpenTelemetry records one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, Decision, Sampler, SamplingResult
from support.scrape import exemplars, scraped

from watchkeeper.inference import track_prediction, tracker

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

TRACER = TracerProvider().get_tracer("test")


class Watch(Sampler):
    """Records spans for this process alone."""

    def should_sample(self, *_: object, **__: object) -> SamplingResult:
        """Always the same."""
        return SamplingResult(Decision.RECORD_ONLY)

    def get_description(self) -> str:
        """Its name."""
        return "Watch"


LOCAL = TracerProvider(sampler=Watch()).get_tracer("test")
APART = [0.02, 60]  # seconds: on a busy machine too
UNSAMPLED = TracerProvider(sampler=ALWAYS_OFF).get_tracer("test")


def test_the_bucket_of_a_slow_call_leads_to_its_trace(registry: CollectorRegistry) -> None:
    """The newest trace of each bucket is kept, with its value and its time."""
    tracked = track_prediction("m", "1", registry=registry, latency_buckets=APART)(time.sleep)
    tracked(0)
    for _ in range(2):
        with TRACER.start_as_current_span("request") as span:
            tracked(0.03)
    [found] = exemplars(registry)
    assert found.name == "model_prediction_latency_seconds_bucket"
    assert found.labels["le"] == "60.0"
    assert found.exemplar.labels == {"trace_id": f"{span.get_span_context().trace_id:032x}"}
    assert 0.03 <= found.exemplar.value < 60
    assert float(found.exemplar.timestamp) == pytest.approx(time.time(), abs=5)


def test_failed_and_awaited_calls_have_a_trace_too(registry: CollectorRegistry) -> None:
    """A trace is wanted most where something went wrong."""
    track = track_prediction("m", "1", registry=registry, latency_buckets=APART)

    @track
    async def predict() -> None:
        await asyncio.sleep(0.03)
        raise LookupError

    with TRACER.start_as_current_span("request"), pytest.raises(LookupError):
        asyncio.run(predict())
    with TRACER.start_as_current_span("request"), track.prediction():
        pass
    assert [found.labels["le"] for found in exemplars(registry)] == ["0.02", "60.0"]


def test_of_many_fast_calls_one_is_looked_up(
    registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look costs as much as all else, and one trace for each bucket is all that is kept."""
    monkeypatch.setattr(tracker, "PAUSE", 60)
    monkeypatch.setattr(tracker, "SLOW", 0.02)
    tracked = track_prediction("m", "1", registry=registry, latency_buckets=APART)(time.sleep)
    spans = []
    for seconds in (0, 0, 0.03):
        with TRACER.start_as_current_span("request") as span:
            tracked(seconds)
        spans.append(f"{span.get_span_context().trace_id:032x}")
    found = [one.exemplar.labels["trace_id"] for one in exemplars(registry)]
    assert found == [spans[0], spans[2]]


def test_a_trace_that_no_store_has_is_not_named(registry: CollectorRegistry) -> None:
    """A span that is not sampled leads nowhere; neither does one that is switched off."""
    track = track_prediction("m", "1", registry=registry)
    for tracer in (UNSAMPLED, LOCAL):
        with tracer.start_as_current_span("request"), track.prediction():
            pass
    assert not exemplars(registry)
    silent = track_prediction("m", "1", registry=registry, exemplars=False)
    with TRACER.start_as_current_span("request"):
        silent(str)(1)
    assert not exemplars(registry)
    assert scraped(registry)["requests_total{status=success}"] == 3


def test_without_opentelemetry_nothing_is_missing() -> None:
    """The library works, and imports none of it, where it is not installed."""
    program = """
import sys
sys.modules["opentelemetry"] = None  # as if it were not there
from watchkeeper.inference import track_prediction, tracker
from prometheus_client import generate_latest
track_prediction("m", "1")(str)(1)
print(generate_latest().decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert 'status="success"} 1.0' in done.stdout
