"""A forked process begins at zero, with no lock that its parent held."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING

import pytest
from support.scrape import scraped

from watchkeeper.inference import Feedback, exposition, track_prediction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import CollectorRegistry

    from watchkeeper.inference import Tracker

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),  # that is the point
]


def in_child(work: Callable[[], object], timeout: float = 20) -> object:
    """What some work gives in a fork of this process; None if it hangs."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(write, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(write)
    timer = threading.Timer(timeout, os.kill, (child, 9))
    timer.start()
    with os.fdopen(read, "rb") as answer:
        found = answer.read()
    timer.cancel()
    os.waitpid(child, 0)
    return json.loads(found) if found else None


def test_a_fork_counts_its_own(registry: CollectorRegistry) -> None:
    """Else each worker would show what was counted before, once more."""
    track = track_prediction("m", "1", registry=registry, feedback=Feedback(minimum=1))
    tracked = track(str)
    for number in range(10):
        tracked(number)
    track.record_compared(1, 1)

    def child() -> dict[str, float]:
        assert "accuracy_score" not in scraped(registry)
        tracked(1)
        return scraped(registry)

    with track.prediction():
        found = in_child(child)
    assert isinstance(found, dict)
    assert found["requests_total{status=success}"] == 1
    assert found["in_flight"] == 0
    assert scraped(registry)["requests_total{status=success}"] == 11
    assert scraped(registry)["accuracy_score"] == 1


@pytest.fixture
def held(registry: CollectorRegistry) -> Iterator[Tracker]:
    """A tracker of whose locks each is held by another thread."""
    track = track_prediction("m", "1", registry=registry)
    held, stop = threading.Event(), threading.Event()

    def hold() -> None:
        collector, ledger = exposition.ledgers_of(registry), track._ledger
        with exposition._State.lock, collector._lock, ledger._lock, ledger.accuracy._lock:
            held.set()
            stop.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    yield track
    stop.set()
    thread.join()


def test_a_fork_amid_work_does_not_hang(registry: CollectorRegistry, held: Tracker) -> None:
    """Other threads may hold every lock of the library at the moment of a fork."""

    def child() -> float:
        track_prediction("m", "1", registry=registry)(str)(1)
        held.record_prediction(2, 2)
        return scraped(registry)["requests_total{status=success}"]

    assert [in_child(child) for _ in range(3)] == [1, 1, 1]
