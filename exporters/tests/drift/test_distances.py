"""Each method is a distance: nothing for the same data, more for more drift."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from watchkeeper.drift.choosing import choose
from watchkeeper.drift.counting import count
from watchkeeper.drift.distances import METHODS, method_for, pooled, wasserstein
from watchkeeper.drift.profile import CATEGORY, NUMERIC
from watchkeeper.drift.verdict import _distance

SIZE = 20_000
REFERENCE = np.random.default_rng(0).normal(5, 2, SIZE)
BINS = choose([pa.array(REFERENCE)], NUMERIC)
assert BINS
BEFORE = count([pa.array(REFERENCE)], BINS, sums=True)


def score(values: object, method: str) -> float:
    """The distance of some numbers from the reference."""
    assert BINS
    return _distance(BINS, (BEFORE, count([pa.array(values)], BINS, sums=True)), method, 1)[0]


@pytest.mark.parametrize("method", METHODS)
def test_the_same_data_has_no_distance(method: str) -> None:
    """Zero, but for rounding."""
    assert score(REFERENCE, method) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sign", [1, -1])
def test_higher_is_more_drift(method: str, sign: int) -> None:
    """A larger shift has a larger score, in either direction."""
    found = [score(REFERENCE + sign * 2 * shift, method) for shift in (0.1, 0.3, 0.5, 1, 2)]
    assert all(less < more for less, more in pairwise(found))


def test_half_a_sigma_has_the_known_scores() -> None:
    """Those that an independent implementation measured on the same distribution."""
    moved = np.random.default_rng(1).normal(6, 2, SIZE)
    assert score(moved, "psi") == pytest.approx(0.24, abs=0.02)
    assert score(moved, "jensenshannon") == pytest.approx(0.17, abs=0.02)
    assert score(moved, "wasserstein") == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("factor", [0.5, 1.5])
def test_wasserstein_is_close_to_the_exact_one(factor: float) -> None:
    """Where only the width changes, bins lose little; the exact one sorts both samples."""
    moved = np.random.default_rng(1).normal(5.5, 2 * factor, SIZE)
    exact = np.abs(np.sort(REFERENCE) - np.sort(moved)).mean() / 2
    assert score(moved, "wasserstein") == pytest.approx(exact, rel=0.1)


def test_bounded_distances_stay_below_their_ends() -> None:
    """Of data that has nothing in common."""
    assert score(REFERENCE + 1e6, "jensenshannon") < 0.8326
    assert score(REFERENCE + 1e6, "hellinger") < 1
    assert score(REFERENCE + 1e6, "wasserstein") < 21


def test_categories_have_no_length_between_them() -> None:
    """Where numbers are compared by Wasserstein, categories are by Jensen-Shannon."""
    assert method_for(CATEGORY, "wasserstein") == "jensenshannon"
    assert method_for(NUMERIC, "wasserstein") == "wasserstein"
    assert method_for(CATEGORY, "psi") == "psi"


def test_bins_with_few_rows_are_one() -> None:
    """On both sides, and no row is lost."""
    assert pooled((500, 300, 4, 6), (400, 300, 0, 50), 10) == [[500, 300, 10], [400, 300, 50]]
    assert pooled((500, 500), (1, 2), 0) == [[500, 500], [1, 2]]
    few = ((4, 500, 7, 9, 3, 0), (1, 500, 2, 3, 4, 13))
    assert pooled(*few, 10) == [[500, 11, 9 + 3, 0], [500, 3, 3 + 4, 13]]


def test_wasserstein_weighs_each_sample_by_itself() -> None:
    """Twice the rows are the same distribution."""
    double = BEFORE + BEFORE
    assert wasserstein(BEFORE, double) == pytest.approx(0, abs=1e-9)
