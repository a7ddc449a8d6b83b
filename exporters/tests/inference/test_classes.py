"""The number of label values is bounded, the frequent classes are kept, and no series falls."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from support.scrape import scraped

from watchkeeper.inference import track_prediction
from watchkeeper.inference.classes import CANDIDATES

if TYPE_CHECKING:
    import pytest


def by_class(registry: CollectorRegistry) -> dict[str, float]:
    """Predictions of each exposed class."""
    return {
        key.removeprefix("confidence_count{class=").removesuffix("}"): value
        for key, value in scraped(registry).items()
        if key.startswith("confidence_count")
    }


def test_the_most_frequent_classes_keep_their_names(registry: CollectorRegistry) -> None:
    """Of what was seen before a scrape the top ones are kept, whatever came first."""
    tracked = track_prediction("m", "1", registry=registry, max_classes=2)(lambda name: (name, 0.5))
    for name in ["rare", "b", "b", "once", "a", "a", "a"]:
        tracked(name)
    assert by_class(registry) == {"a": 3, "b": 2, "other": 2}
    for name in ["once"] * 9 + ["a"]:
        tracked(name)
    assert by_class(registry) == {"a": 4, "b": 2, "other": 11}


def test_free_places_are_filled_later(registry: CollectorRegistry) -> None:
    """A class that turns up after the first scrape gets a name while there is room."""
    tracked = track_prediction("m", "1", registry=registry, max_classes=2)(lambda name: (name, 0.5))
    tracked("a")
    assert by_class(registry) == {"a": 1}
    tracked("b")
    tracked("c")
    tracked("c")
    assert by_class(registry) == {"a": 1, "c": 2, "other": 1}


def test_known_classes_are_there_at_once_and_the_only_ones(
    registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    """They start at zero, and everything else is `other`, which is told once."""
    tracked = track_prediction("m", "1", registry=registry, classes=["yes", "no"])(
        lambda name: (name, 0.5)
    )
    assert by_class(registry) == {"yes": 0, "no": 0}
    for name in ["yes", "perhaps", "never"]:
        tracked(name)
    assert by_class(registry) == {"yes": 1, "no": 0, "other": 2}
    assert [record.message for record in caplog.records] == [
        "class 'perhaps' and further new ones are counted as 'other'"
    ]


def test_a_flood_of_classes_takes_bounded_memory(registry: CollectorRegistry) -> None:
    """Text that is generated is no class: most of it is not even told apart."""
    track = track_prediction("m", "1", registry=registry)
    tracked = track(lambda number: (f"text {number} " * 99, 0.5))
    for number in range(5 * CANDIDATES):
        tracked(number)
    track._ledger.fold()
    assert len(track._ledger._totals.classes._tables) <= CANDIDATES + 1
    found = by_class(registry)
    assert len(found) == 21
    assert sum(found.values()) == 5 * CANDIDATES
    assert max(map(len, found)) <= 120
    assert len(track._ledger._totals.classes._tables) == 21


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh") | st.just("other"), max_size=12), max_size=5),
    st.integers(0, 4),
)
def test_no_series_ever_falls_or_goes(rounds: list[list[str]], limit: int) -> None:
    """A counter that fell would look like a restart, and make a rate from nothing."""
    registry = CollectorRegistry()
    tracked = track_prediction("m", "1", registry=registry, max_classes=limit)(
        lambda name: (name, 0.5)
    )
    before: dict[str, float] = {}
    seen: Counter[str] = Counter()
    for names in rounds:
        for name in names:
            tracked(name)
        seen.update(names)
        now = by_class(registry)
        assert all(now.get(name, -1) >= value for name, value in before.items())
        assert sum(now.values()) == seen.total()
        assert len(now) <= limit + 1
        before = now


def test_half_a_character_does_not_break_the_page(registry: CollectorRegistry) -> None:
    """A lone surrogate cannot be encoded: it is replaced."""
    track_prediction("m", "1", registry=registry)(lambda: ("caf\u00e9 \ud800", 0.5))()
    assert by_class(registry) == {"caf\u00e9 ?": 1}
