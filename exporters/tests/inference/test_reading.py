"""Class and confidence, out of what models return."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.openmetrics import exposition
from support.scrape import scraped

from watchkeeper.inference import track_prediction
from watchkeeper.inference.reading import read_batch, read_result

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Answer:
    """A result with attributes."""

    label: str
    score: float


class Named(NamedTuple):
    """A tuple with names."""

    predicted_class: str
    probability: float


UNDERSTOOD = [
    ({"class": "a", "confidence": 0.9}, ("a", 0.9)),
    ({"label": "a", "score": 0.9}, ("a", 0.9)),
    ({"prediction": 1, "probability": 0.9}, (1, 0.9)),
    ({"confidence": 0.9}, (None, 0.9)),
    ({"label": "b", "probabilities": {"a": 0.25, "b": 0.75}}, ("b", 0.75)),
    ({"probabilities": [0.25, 0.75]}, (1, 0.75)),
    ({"class": "x", "probability": np.array([0.25, 0.75])}, ("x", 0.75)),
    ({"class": "x", "confidence": np.float32(0.5)}, ("x", 0.5)),
    (("a", 0.9), ("a", 0.9)),
    ((3, 0.9), (3, 0.9)),
    ((0.9, "a"), ("a", 0.9)),
    (("a", np.float32(0.5)), ("a", 0.5)),
    (Answer("a", 0.9), ("a", 0.9)),
    (Named("a", 0.9), ("a", 0.9)),
    ([0.1, 0.7, 0.2], (1, 0.7)),
    (np.array([0.125, 0.875]), (1, 0.875)),
    ([{"label": "a", "score": 0.2}, {"label": "b", "score": 0.8}], ("b", 0.8)),
    (np.array([[0.25, 0.75], [0.5, 0.5]]), [(1, 0.75), (0, 0.5)]),
]

NOT_UNDERSTOOD = [
    None,
    "churn",
    0.87,
    712,
    True,
    {},
    [],
    (),
    {"score": 712.0},  # of a regression
    (0.25, 0.75),  # which one is it?
    [3.5, 2.0],  # a regression of two rows
    [1.0, 0.0],  # the classes of two rows
    np.array([1, 0]),
    np.array([1.0, 0.0]),
    np.array([[1.5, 2.5]]),
    np.array([]),
    np.zeros((2, 3, 4)),
    np.full(5000, 1 / 5000),  # an embedding, for all we know
    ...,
]


@pytest.mark.parametrize(("result", "reading"), UNDERSTOOD, ids=repr)
def test_common_results_are_read(result: object, reading: object) -> None:
    """Mappings, pairs, objects, distributions, ranked guesses and arrays."""
    assert read_result(result) == reading


@pytest.mark.parametrize("result", NOT_UNDERSTOOD, ids=lambda value: repr(value)[:30])
def test_other_results_are_left_alone(result: object) -> None:
    """No confidence is made up where none was given."""
    assert read_result(result) is None


def test_batches_are_read_row_by_row() -> None:
    """What is a result alone is one of a batch too."""
    assert read_batch([("a", 0.9), None, {"class": "b", "confidence": 0.5}]) == [
        ("a", 0.9),
        ("b", 0.5),
    ]
    assert read_batch({"predictions": [[0.1, 0.9], [0.8, 0.2]]}) == [(1, 0.9), (0, 0.8)]
    assert read_batch("text") is None
    assert read_batch(np.array([0.3, 0.7])) is None


BAD = [math.nan, math.inf, -0.1, 1.01, 87, "0.9", b"1", True, None, ..., [0.5], 1 + 0j]


@pytest.mark.parametrize("confidence", BAD, ids=repr)
def test_a_bad_confidence_is_counted_each_time_and_told_once(
    registry: CollectorRegistry, confidence: object, caplog: pytest.LogCaptureFixture
) -> None:
    """The prediction succeeds, and the confidence is in no histogram."""
    caplog.set_level(logging.WARNING)
    tracked = track_prediction(
        "m", "1", registry=registry, classes=["a"], read=lambda _: ("a", confidence)
    )(str)
    assert [tracked(1) for _ in range(5)] == ["1"] * 5
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 5
    assert found["tracking_problems_total{problem=bad_confidence}"] == 5
    assert found["confidence_count{class=a}"] == 0
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("confidence", [0, 1, 1.0, 0.0, Decimal("0.5"), np.float32(1.0000001)])
def test_a_number_of_any_type_is_a_confidence(
    registry: CollectorRegistry, confidence: object
) -> None:
    """Both ends of the range belong to it, and rounding does not leave it."""
    track_prediction("m", "1", registry=registry, read=lambda _: ("a", confidence))(str)(1)
    found = scraped(registry)
    assert found["confidence_count{class=a}"] == 1
    assert found["confidence_sum{class=a}"] == min(1.0, float(confidence))


class Hostile:
    """A value whose every use fails."""

    def __float__(self) -> float:
        """Fails."""
        raise RuntimeError("no float")

    def __str__(self) -> str:
        """Fails."""
        raise RuntimeError("no text")

    __repr__ = __str__

    def __len__(self) -> int:
        """Fails."""
        raise RuntimeError("no length")


def divide(_: object) -> object:
    """A callback with a mistake."""
    return 1 / 0


CALLBACKS = [
    divide,
    lambda: None,
    lambda _: 7,
    lambda _: "ab",
    lambda _: ("a", 0.5, "more"),
    lambda _: ("a",),
    lambda _: [("a", 0.5), None],
    lambda _: (Hostile(), 0.5),
    lambda _: ("a", Hostile()),
    lambda _: Hostile(),
]


@pytest.mark.parametrize("read", CALLBACKS)
def test_a_callback_never_hurts(
    registry: CollectorRegistry, read: Callable[..., object], caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever it raises or returns: prediction and scrape work, and one line is logged."""
    tracked = track_prediction("m", "1", registry=registry, read=read)(str)
    assert [tracked(1) for _ in range(300)] == ["1"] * 300
    found = scraped(registry)
    assert found["requests_total{status=success}"] == 300
    problems = [value for key, value in found.items() if key.startswith("tracking_problems")]
    assert sum(problems) >= 300
    assert len(caplog.records) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(
            st.sampled_from(["class", "label", "score", "confidence", "probabilities", "x"]), inner
        )
    ),
    max_leaves=8,
)


@given(results=st.lists(ANYTHING, max_size=5), batch=st.booleans())
def test_any_result_can_be_scraped(results: list[object], batch: bool) -> None:  # noqa: FBT001 - hypothesis names it
    """No result raises, and no class makes a page that a scraper cannot read."""
    registry = CollectorRegistry()
    tracked = track_prediction("m", "1", registry=registry, batch=batch, max_classes=3)(
        lambda result: result
    )
    for result in results:
        tracked(result)
    found = scraped(registry)
    exposition.generate_latest(registry)
    assert found["latency_seconds_count"] == len(results)
    assert sum(key.startswith("confidence_count") for key in found) <= 4


@given(st.text(), st.text(min_size=1))
def test_any_name_can_be_scraped(version: str, name: str) -> None:
    """Names come from configuration: line ends, quotes and half characters are no trouble."""
    registry = CollectorRegistry()
    track_prediction(name, version, registry=registry)(str)(1)
    assert generate_latest(registry).decode("utf-8")
    assert scraped(registry)["requests_total{status=success}"] == 1
