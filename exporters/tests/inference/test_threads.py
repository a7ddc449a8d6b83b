"""Nothing is lost, counted twice or shown half-way, under threads, signals and scrapes."""

from __future__ import annotations

import gc
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import ledger, track_prediction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import CollectorRegistry

THREADS, CALLS = 8, 3000
ANSWER = {"class": "a", "confidence": 0.5}


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_every_call_of_every_thread_is_counted(registry: CollectorRegistry) -> None:
    """While a scraper reads as fast as it can, and never sees more ends than beginnings."""
    tracked = track_prediction("m", "1", registry=registry)(lambda: ANSWER)
    running, torn = threading.Event(), []

    def call() -> None:
        for _ in range(CALLS):
            tracked()

    def scrape() -> None:
        while not running.is_set():
            found = scraped(registry)
            if found["in_flight"] < 0 or found["in_flight"] > THREADS:
                torn.append(found)
            if found["latency_seconds_count"] != found["requests_total{status=success}"]:
                torn.append(found)

    threads = [threading.Thread(target=call) for _ in range(THREADS)]
    scraper = threading.Thread(target=scrape)
    for thread in (*threads, scraper):
        thread.start()
    for thread in threads:
        thread.join()
    running.set()
    scraper.join()
    found = scraped(registry)
    assert not torn
    assert found["requests_total{status=success}"] == THREADS * CALLS
    assert found["confidence_count{class=a}"] == THREADS * CALLS
    assert found["confidence_sum{class=a}"] == THREADS * CALLS / 2
    assert found["in_flight"] == 0


def test_what_waits_to_be_added_up_is_bounded(registry: CollectorRegistry) -> None:
    """Without any scrape the memory does not grow with the calls."""
    track = track_prediction("m", "1", registry=registry)
    tracked = track(lambda: ANSWER)
    for _ in range(10 * ledger.FLOOD):
        tracked()
    assert len(track.pending) <= ledger.BATCH


def test_a_caller_waits_no_longer_than_a_moment(registry: CollectorRegistry) -> None:
    """Even if whoever adds up hangs, predictions go on; afterwards everything is counted."""
    track = track_prediction("m", "1", registry=registry)
    tracked = track(lambda: ANSWER)
    for _ in range(ledger.FLOOD // 2 - 2):
        track.pending.extend([None, (0.0, 0.001, 0, 1, None, None, None)])
    start = time.monotonic()
    with track._ledger._lock:
        for _ in range(5):
            tracked()
    assert time.monotonic() - start >= 3 * ledger.PATIENCE  # so others are slowed, who flood it
    assert scraped(registry)["requests_total{status=success}"] == ledger.FLOOD // 2 + 3


def test_a_prediction_inside_a_finalizer_does_not_hang(registry: CollectorRegistry) -> None:
    """The garbage collector may run anything anywhere, even while counts are added up."""
    tracked = track_prediction("m", "1", registry=registry)(lambda: ANSWER)

    class Late:
        """Predicts as it dies, while it is read."""

        def __str__(self) -> str:
            """Predicts, too."""
            for _ in range(ledger.BATCH):
                tracked()
            return "late"

    track_prediction("m", "1", registry=registry, read=lambda _: (Late(), 0.5))(str)(1)
    assert scraped(registry)["requests_total{status=success}"] == 1
    assert scraped(registry)["requests_total{status=success}"] == 1 + ledger.BATCH
    gc.collect()
