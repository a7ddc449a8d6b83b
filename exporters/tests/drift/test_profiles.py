"""Counts add up, and bins let no outlier hide anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from drift.data import columns, save
from hypothesis import given
from hypothesis import strategies as st

from watchkeeper.drift import cache, choosing
from watchkeeper.drift.choosing import choose
from watchkeeper.drift.counting import count
from watchkeeper.drift.measuring import Columns, measure, measure_file, measure_reference
from watchkeeper.drift.profile import CATEGORY, NUMERIC, Profile
from watchkeeper.drift.sources import find
from watchkeeper.drift.stores import store
from watchkeeper.drift.verdict import Limits, _distance, judge

if TYPE_CHECKING:
    from pathlib import Path

    from watchkeeper.drift.profile import Counts

NUMBERS = st.lists(
    st.one_of(st.none(), st.floats(-1e9, 1e9), st.sampled_from([np.inf, -np.inf, np.nan]))
)
WORDS = st.lists(st.one_of(st.none(), st.sampled_from(["a", "b", "c", "unseen", ""])))
NORMAL = choose([pa.array(np.random.default_rng(0).normal(size=5000))], NUMERIC)
LETTERS = choose([pa.array(["a"] * 500 + ["b"] * 300 + ["c"] * 200)], CATEGORY)


def counted(values: Any, bins: Any) -> Counts:  # noqa: ANN401 - arrays of any kind
    """The counts of one batch."""
    return count([values], bins, sums=bins.kind == NUMERIC)


@given(NUMBERS, NUMBERS)
def test_counts_of_numbers_add_up(one: list[float | None], other: list[float | None]) -> None:
    """Two parts counted alone and added are both counted together, and no row is lost."""
    parts = [pa.array(part, pa.float64()) for part in (one, other)]
    added = counted(parts[0], NORMAL) + counted(parts[1], NORMAL)
    whole = counted(pa.concat_arrays(parts), NORMAL)
    assert (added.rows, added.nulls, added.bins) == (whole.rows, whole.nulls, whole.bins)
    assert added.sums == pytest.approx(whole.sums)
    assert sum(whole.bins) + whole.nulls == whole.rows == len(one) + len(other)


@given(WORDS, WORDS)
def test_counts_of_categories_add_up(one: list[str | None], other: list[str | None]) -> None:
    """The same of categories; what is unseen counts as other."""
    parts = [pa.array(part, pa.string()) for part in (one, other)]
    whole = counted(pa.concat_arrays(parts), LETTERS)
    assert counted(parts[0], LETTERS) + counted(parts[1], LETTERS) == whole
    assert whole.bins[0] == (one + other).count("a")
    assert whole.bins[-1] == sum(word in {"unseen", ""} for word in one + other)


def test_bins_of_numbers_are_deciles_with_open_ends() -> None:
    """Ten bins of a tenth each; what lies beyond the reference falls into the first or the last."""
    assert NORMAL
    assert len(NORMAL) == 10
    inside = counted(pa.array(np.random.default_rng(0).normal(size=5000)), NORMAL)
    assert inside.bins == pytest.approx([500] * 10, abs=1)
    beyond = counted(pa.array([-1e300, -np.inf, 1e300, np.inf, np.inf]), NORMAL)
    assert (beyond.bins[0], beyond.bins[-1], beyond.infinite) == (2, 3, 3)


def test_a_value_that_fills_bins_alone_has_its_own() -> None:
    """Above and below a constant are bins, so that leaving it shows in either direction."""
    bins = choose([pa.array([7] * 500)], NUMERIC)
    assert bins
    assert counted(pa.array([6, 7, 7, 8]), bins).bins == (1, 2, 1)


def test_categories_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of identifiers keeps a bounded number of them, and its profile few bins."""
    monkeypatch.setattr(choosing, "CANDIDATES", 50)
    chooser = choosing.CategoryChooser()
    for batch in range(20):
        chooser.add(pa.array(["usual"] * 300 + [f"id {batch} {number}" for number in range(700)]))
        assert len(chooser._times) <= 100
    bins = chooser.bins()
    assert bins
    assert bins.values == ("usual",)


def test_the_sample_that_places_edges_is_bounded() -> None:
    """However many rows there are; sorted ones get the same deciles."""
    chooser = choosing.NumberChooser()
    for batch in range(40):
        chooser.add(pa.array(np.arange(batch * 5000.0, (batch + 1) * 5000)))
        assert chooser._size <= 2 * choosing.SAMPLE
    bins = chooser.bins()
    assert bins
    assert bins.edges == pytest.approx(np.arange(1, 10) * 20_000, abs=100)


@pytest.mark.parametrize("method", ["psi", "jensenshannon", "wasserstein"])
def test_an_outlier_hides_nothing(method: str) -> None:
    """With one value of a billion, a shift of one sigma has the same score."""
    reference = columns(10_000, seed=1)
    scores = []
    for outlier in (None, 1e9):
        current = columns(10_000, seed=2, shift=1)
        if outlier:
            current["age"][0] = reference["age"][0] = outlier
        bins = choose([pa.array(reference["age"])], NUMERIC)
        assert bins
        both = [count([pa.array(each["age"])], bins, sums=True) for each in (reference, current)]
        scores.append(_distance(bins, (both[0], both[1]), method, 1)[0])
    assert scores[1] == pytest.approx(scores[0], rel=0.02)


def test_files_of_a_folder_add_up(tmp_path: Path) -> None:
    """Parts counted one by one are the whole; hidden files are none of them."""
    folder = tmp_path / "days"
    folder.mkdir()
    for day in range(3):
        save(folder / f"{day}.parquet", columns(1000, seed=day))
    (folder / "_SUCCESS.parquet").write_text("", "utf-8")
    source = find(str(folder))
    reference = measure_reference(source, Columns(), "wasserstein")
    total = Profile()
    for file in source.files:
        total += measure_file(file, reference.bins, "wasserstein")
    assert total == measure(source, reference.bins, "wasserstein", {})
    assert total.rows == 3000
    assert total.counts["age"].rows == 3000


def test_a_kept_profile_is_used_until_the_reference_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And gives the very same verdict as a new one; a damaged one is made anew."""
    path, kept = save(tmp_path / "r.parquet", columns(3000, seed=1)), tmp_path / "kept.json"
    place = cache.Kept(store(tmp_path), "kept.json")
    made: list[int] = []

    def counting_measure(*arguments: Any) -> Any:  # noqa: ANN401 - passes all through
        made.append(1)
        return measure_reference(*arguments)

    monkeypatch.setattr(cache, "measure_reference", counting_measure)
    source = find(str(path))
    first = cache.reference_profile(source, Columns(), "wasserstein", place)
    second = cache.reference_profile(find(str(path)), Columns(), "wasserstein", place)
    assert len(made) == 1
    current = measure(source, first.bins, "wasserstein", {})
    limits = Limits("wasserstein")
    assert judge(first, current, limits) == judge(second, current, limits)
    kept.write_text(kept.read_text("utf-8")[:200], "utf-8")
    cache.reference_profile(source, Columns(), "wasserstein", place)
    save(path, columns(3001, seed=1))
    cache.reference_profile(find(str(path)), Columns(), "wasserstein", place)
    cache.reference_profile(find(str(path)), Columns(), "psi", place)
    assert len(made) == 4
