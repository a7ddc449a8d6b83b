"""Buckets as Prometheus means them: a bound belongs to its own bucket."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.scrape import scraped

from watchkeeper.inference import totals, track_prediction
from watchkeeper.inference.histogram import Histogram

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

BOUNDS = (0.1, 0.5, 1.0)
VALUES = st.lists(st.sampled_from(BOUNDS) | st.floats(0, 2), max_size=40)


@given(VALUES, VALUES)
def test_many_values_count_as_each_of_them(first: list[float], second: list[float]) -> None:
    """Each bucket has the values above the bound before it, up to and with its own."""
    together, single = Histogram(BOUNDS), Histogram(BOUNDS)
    edges = (-1.0, *BOUNDS, 99.0)
    expected = [
        sum(low < value <= high for value in first + second)
        for low, high in itertools.pairwise(edges)
    ]
    for values in (first, second):
        together.observe_all(list(values))
        for value in values:
            single.observe(value)
    assert together.counts == single.counts == expected
    assert together.total == pytest.approx(sum(first + second))
    assert single.total == pytest.approx(sum(first + second))


def test_a_bound_is_in_its_own_bucket_of_the_scrape(registry: CollectorRegistry) -> None:
    """A confidence of exactly 0.9 is at most 0.9."""
    track_prediction("m", "1", registry=registry, classes=["a"])(lambda: ("a", 0.9))()
    found = scraped(registry)
    assert found["confidence_bucket{class=a,le=0.8}"] == 0
    assert found["confidence_bucket{class=a,le=0.9}"] == 1


def test_a_scrape_does_not_change_while_it_is_written(registry: CollectorRegistry) -> None:
    """Predictions that end meanwhile are in the next one."""
    track = track_prediction("m", "1", registry=registry, classes=["a"])
    tracked = track(lambda: ("a", 0.9))
    tracked()
    taken = [one.value for one in track._ledger.samples() if isinstance(one.value, Histogram)]
    tracked()
    track._ledger.fold()
    assert [sum(one.counts) for one in taken] == [1, 1]


def test_the_last_prediction_does_not_move_by_itself(
    registry: CollectorRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the clock of the machine is set meanwhile."""
    track_prediction("m", "1", registry=registry)(str)(1)
    before = scraped(registry)["last_prediction_timestamp_seconds"]
    monkeypatch.setattr(totals.time, "time", lambda: before + 3600)
    assert scraped(registry)["last_prediction_timestamp_seconds"] == before
