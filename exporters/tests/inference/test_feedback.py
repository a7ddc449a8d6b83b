"""Accuracy from outcomes that come late, or never."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from support.scrape import scraped

from watchkeeper.inference import Feedback, track_prediction
from watchkeeper.inference.feedback import Accuracy

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

UNKNOWN = "tracking_problems_total{problem=unknown_outcome}"
FORGOTTEN = "tracking_problems_total{problem=forgotten_prediction}"


class Clock:
    """Time that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def test_accuracy_is_the_share_of_right_predictions(registry: CollectorRegistry) -> None:
    """There is none until enough outcomes are known."""
    track = track_prediction("m", "1", registry=registry, feedback=Feedback(minimum=4))
    for number in range(4):
        track.record_prediction(number, "churn")
    for number in range(3):
        track.record_outcome(number, "churn")
    assert "accuracy_score" not in scraped(registry)
    track.record_outcome(3, "stay")
    assert scraped(registry)["accuracy_score"] == 0.75


def test_the_window_rolls(registry: CollectorRegistry) -> None:
    """Only the latest outcomes count."""
    track = track_prediction("m", "1", registry=registry, feedback=Feedback(window=4, minimum=1))
    for truth in [0, 0, 0, 0, 1, 1]:
        track.record_compared(1, truth)
    assert scraped(registry)["accuracy_score"] == 0.5


def test_old_outcomes_leave_and_take_the_metric_with_them() -> None:
    """A good value of last week is no good value."""
    clock = Clock()
    accuracy = Accuracy(Feedback(minimum=2, max_age=60), clock)
    accuracy.compared(1, 0)
    clock.now = 50
    accuracy.compared(1, 1)
    accuracy.compared(1, 1)
    assert accuracy.score()[0] == pytest.approx(2 / 3)
    clock.now = 61
    assert accuracy.score()[0] == 1
    clock.now = 111
    assert accuracy.score()[0] is None


def test_a_late_outcome_counts_until_the_prediction_expires() -> None:
    """Days later is normal; after the expiry the outcome belongs to nothing."""
    clock = Clock()
    accuracy = Accuracy(Feedback(minimum=1, expiry=100), clock)
    assert list(accuracy.predicted("early", 1)) == []
    clock.now = 60
    assert list(accuracy.predicted("late", 1)) == []
    clock.now = 100
    assert list(accuracy.outcome("early", 1)) == []
    clock.now = 161
    assert list(accuracy.outcome("late", 1)) == ["forgotten_prediction", "unknown_outcome"]
    assert accuracy.score()[0] == 1


def test_memory_is_bounded(registry: CollectorRegistry) -> None:
    """Predictions whose outcome never comes are forgotten, the oldest first, and counted."""
    feedback = Feedback(pending=10, minimum=1, window=5)
    track = track_prediction("m", "1", registry=registry, feedback=feedback)
    for number in range(25):
        track.record_prediction(number, 1)
    assert len(track._ledger.accuracy._waiting) == 10
    track.record_outcome(14, 1)
    assert scraped(registry)[UNKNOWN] == 1
    assert scraped(registry)[FORGOTTEN] == 15
    for number in range(15, 25):
        track.record_outcome(number, number % 2)
    assert not track._ledger.accuracy._waiting
    assert len(track._ledger.accuracy._outcomes) == 5
    assert scraped(registry)["accuracy_score"] == 0.4


def test_an_outcome_counts_once(registry: CollectorRegistry) -> None:
    """A second one for the same prediction, or one for none, is a problem and no accuracy."""
    track = track_prediction("m", "1", registry=registry, feedback=Feedback(minimum=1))
    track.record_prediction("a", 1)
    for _ in range(2):
        track.record_outcome("a", 1)
    track.record_outcome("never predicted", 0)
    assert scraped(registry)["accuracy_score"] == 1
    assert scraped(registry)[UNKNOWN] == 2


def test_what_is_right_can_be_said(registry: CollectorRegistry) -> None:
    """A regression is right within a tolerance."""
    near = Feedback(minimum=1, right=lambda value, truth: abs(value - truth) < 2)
    track = track_prediction("m", "1", registry=registry, feedback=near)
    track.record_compared(10, 11.5)
    track.record_compared(10, 13)
    assert scraped(registry)["accuracy_score"] == 0.5


@pytest.mark.parametrize(
    ("key", "truth"), [([1], 1), ("a", np.array([1, 2])), ({}, None)], ids=["list", "array", "dict"]
)
def test_bad_feedback_is_a_problem_and_no_exception(
    registry: CollectorRegistry, key: object, truth: object
) -> None:
    """An id that cannot be looked up, or an outcome that cannot be compared."""
    track = track_prediction("m", "1", registry=registry, feedback=Feedback(minimum=1))
    track.record_prediction(key, np.array([1, 2]))
    track.record_outcome(key, truth)
    track.record_compared(np.array([1, 2]), np.array([1, 3]))
    found = scraped(registry)
    assert "accuracy_score" not in found
    assert found["tracking_problems_total{problem=failed_callback}"] >= 1


def test_many_threads_may_feed_back(registry: CollectorRegistry) -> None:
    """No outcome is lost or counted twice."""
    feedback = Feedback(minimum=1, window=100_000)
    track = track_prediction("m", "1", registry=registry, feedback=feedback)

    def feed(thread: int) -> None:
        for number in range(500):
            track.record_prediction((thread, number), 1)
        for number in range(500):
            track.record_outcome((thread, number), number % 4 > 0)

    threads = [threading.Thread(target=feed, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(track._ledger.accuracy._outcomes) == 2000
    assert scraped(registry)["accuracy_score"] == 0.75
    assert scraped(registry)[UNKNOWN] == 0


@pytest.mark.parametrize(
    "wrong", [{"window": 0}, {"expiry": 0}, {"minimum": 11, "window": 10}], ids=repr
)
def test_senseless_windows_are_refused(wrong: dict[str, int]) -> None:
    """A window that can never be filled would be a metric that never comes."""
    with pytest.raises(ValueError, match=r"above zero|never reached"):
        Feedback(**wrong)


def test_a_prediction_made_again_waits_anew(registry: CollectorRegistry) -> None:
    """The newest prediction of an id is the one that counts, and the last to be forgotten."""
    feedback = Feedback(pending=2, minimum=1)
    track = track_prediction("m", "1", registry=registry, feedback=feedback)
    for key, value in [("a", 0), ("b", 0), ("a", 1), ("c", 0)]:
        track.record_prediction(key, value)
    track.record_outcome("a", 1)
    assert scraped(registry)["accuracy_score"] == 1
    assert scraped(registry)[FORGOTTEN] == 1
