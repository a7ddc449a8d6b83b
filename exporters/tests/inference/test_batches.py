"""Many predictions in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from support.scrape import scraped

from watchkeeper.inference import track_prediction

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry


def test_each_row_is_a_request_and_the_call_one_latency(registry: CollectorRegistry) -> None:
    """Traffic counts predictions; a caller waited once."""

    @track_prediction("m", "1", registry=registry, batch=True)
    def predict(rows: list[int]) -> list[tuple[str, float]]:
        return [("even" if row % 2 == 0 else "odd", 0.5) for row in rows]

    predict([1, 2, 3])
    predict(rows=[4, 5])
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 5
    assert found["latency_seconds_count"] == 2
    assert found["confidence_count{class=even}"] == 2
    assert found["confidence_count{class=odd}"] == 3
    assert found["in_flight"] == 0


def test_a_batch_that_fails_fails_for_each_row(registry: CollectorRegistry) -> None:
    """Else one failed call of many rows would hide behind good calls of many rows."""

    @track_prediction("m", "1", registry=registry, batch=True)
    def predict(rows: list[int]) -> None:
        raise ValueError(rows)

    with pytest.raises(ValueError, match="1, 2, 3"):
        predict(rows=[1, 2, 3])
    assert scraped(registry)["requests_total{status=error}"] == 3


def test_a_method_of_arrays_is_a_batch(registry: CollectorRegistry) -> None:
    """Rows of probabilities are read as scikit-learn returns them."""

    class Model:
        """A classifier."""

        @track_prediction("m", "1", registry=registry, batch=True)
        def predict_proba(self, rows: np.ndarray) -> np.ndarray:
            """Probabilities, a row each."""
            return np.array([[0.25, 0.75], [0.5, 0.5], [0.125, 0.875]], dtype=np.float32)[
                : len(rows)
            ]

    Model().predict_proba(np.zeros((3, 4)))
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 3
    assert found["confidence_sum{class=1}"] == 1.625
    assert found["confidence_sum{class=0}"] == 0.5


def test_a_callback_counts_what_has_no_length(registry: CollectorRegistry) -> None:
    """`size` gets the arguments of the call."""

    @track_prediction("m", "1", registry=registry, size=lambda request: len(request["rows"]))
    def predict(request: dict[str, list[int]]) -> None:
        """Predicts nothing of these."""

    predict({"rows": [1, 2, 3, 4]})
    assert scraped(registry)["requests_total{status=success}"] == 4


@pytest.mark.parametrize(
    "size", [lambda _: -1, lambda _: 1.5, lambda _: "many", lambda _: 1 / 0, lambda: 3]
)
def test_a_wrong_count_is_one(
    registry: CollectorRegistry, size: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    """A callback that fails costs its number, and is told: the prediction goes on."""
    tracked = track_prediction("m", "1", registry=registry, size=size)(len)
    assert [tracked([1, 2]) for _ in range(3)] == [2, 2, 2]
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 3
    assert found["tracking_problems_total{problem=failed_callback}"] == 3
    assert len(caplog.records) == 1


def test_an_empty_batch_is_a_call_without_predictions(registry: CollectorRegistry) -> None:
    """It took time and predicted nothing."""
    track_prediction("m", "1", registry=registry, batch=True)(sorted)([])
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 0
    assert found["latency_seconds_count"] == 1
