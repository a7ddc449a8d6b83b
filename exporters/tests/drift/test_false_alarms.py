"""Without drift, a model of 60 columns raises a false alarm in less than one run of a hundred.

Distances may use half of that. Here the bounds that follow from chance are tested alone, without
the smallest drift of practical size, which from 5,000 rows on is far above them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest

from watchkeeper.drift import bounds, verdict
from watchkeeper.drift.choosing import choose
from watchkeeper.drift.counting import count
from watchkeeper.drift.distances import BY_SHARES, METHODS, method_for, shares
from watchkeeper.drift.profile import CATEGORY, NUMERIC, Counts

if TYPE_CHECKING:
    from collections.abc import Callable

MODELS, NUMERIC_COLUMNS, CATEGORY_COLUMNS = 100, 50, 10
FAMILY = NUMERIC_COLUMNS + CATEGORY_COLUMNS
# At a rate of 1 %, more alarms than this in 100 models have a chance of 1 in 300.
MOST = 4

Draw = np.random.Generator
SHAPES: tuple[Callable[[Draw, int], object], ...] = (
    lambda random, rows: random.normal(size=rows),
    lambda random, rows: random.lognormal(0, 0.6, rows),
    lambda random, rows: random.exponential(2, rows),
    lambda random, rows: random.uniform(-1, 1, rows),
    lambda random, rows: random.standard_t(5, rows),
    lambda random, rows: random.poisson(1.5, rows),
    lambda random, rows: np.where(random.random(rows) < 0.7, 0, random.lognormal(0, 1, rows)),
)
LEVELS = (3, 5, 8, 10, 15, 20, 30, 4, 6, 50)


def drawn(random: Draw, column: int, rows: int) -> pa.Array:
    """The values of one column; categories are the rarer the higher their number."""
    if column < NUMERIC_COLUMNS:
        return pa.array(SHAPES[column % len(SHAPES)](random, rows))
    levels = LEVELS[column - NUMERIC_COLUMNS]
    weights = 1 / np.arange(1, levels + 1)
    codes = random.choice(levels, rows, p=weights / weights.sum()).astype(np.int32)
    return pa.DictionaryArray.from_arrays(codes, [f"level {each}" for each in range(levels)])


@pytest.mark.parametrize(("reference", "current"), [(200, 200), (1000, 1000), (200, 5000)])
def test_a_model_without_drift_is_quiet(
    monkeypatch: pytest.MonkeyPatch, reference: int, current: int
) -> None:
    """With each method, at small samples and at sizes that differ much."""
    monkeypatch.setattr(bounds, "SMALLEST_DRIFT", 0.0)
    random = np.random.default_rng([reference, current])
    alarms: dict[str, set[int]] = {method: set() for method in METHODS}
    for model in range(MODELS):
        for column in range(FAMILY):
            before, after = (drawn(random, column, rows) for rows in (reference, current))
            kind = NUMERIC if column < NUMERIC_COLUMNS else CATEGORY
            bins = choose([before], kind)
            assert bins
            both = [count([each], bins, sums=kind == NUMERIC) for each in (before, after)]
            for method in METHODS:
                used = method_for(kind, method)
                score, bound = verdict._distance(bins, (both[0], both[1]), used, FAMILY)
                if score > bound:
                    alarms[method].add(model)
    assert {method: len(models) for method, models in alarms.items() if len(models) > MOST} == {}


@pytest.mark.parametrize("method", sorted(bounds.SMALL_SAMPLES))
@pytest.mark.parametrize(("reference", "current"), [(50_000, 200), (1000, 1000), (200, 20_000)])
def test_the_tail_is_that_of_chi_squared(method: str, reference: int, current: int) -> None:
    """Of 200,000 columns hardly more pass the bound than a model may have alarms for."""
    random = np.random.default_rng(1)
    before, after = (
        random.multinomial(rows, np.full(10, 0.1), 200_000) for rows in (reference, current)
    )
    size = bounds.sizes(reference, current)
    noise = bounds.noise(method, size, columns=FAMILY, bins=10)
    # All methods are about this far apart at the bound, so only columns near it are computed.
    r, c = before / reference, after / current
    near = np.flatnonzero(((r - c) ** 2 / ((r + c) / 2)).sum(axis=1) > size * 20)
    scores = [BY_SHARES[method](shares(before[i]), shares(after[i])) for i in near]
    per_model = sum(score > noise for score in scores) / 200_000 * FAMILY
    assert per_model < bounds.FALSE_ALARMS / 2 * 1.3  # the rest is the error of this count


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3])
@pytest.mark.parametrize(("reference", "current"), [(200, 200), (1000, 200), (20_000, 20_000)])
def test_null_shares_are_quiet_too(share: float, reference: int, current: int) -> None:
    """Of 3,000 models, fewer than one in a hundred has a null share that seems to have moved."""
    random = np.random.default_rng(2)
    rows = 3000 * FAMILY
    before, after = (random.binomial(size, share, rows) for size in (reference, current))
    moved = np.abs(before / reference - after / current)
    near = np.flatnonzero(moved > bounds.SMALLEST_NULL_SHIFT)
    alarms = {
        index // FAMILY
        for index in near
        if verdict._null_shift(
            Counts(reference, int(before[index])), Counts(current, int(after[index])), FAMILY
        )
    }
    assert len(alarms) <= 30


@pytest.mark.parametrize(("method", "score"), [("psi", 0.24), ("jensenshannon", 0.17)])
def test_half_a_sigma_is_drift_from_a_thousand_rows(method: str, score: float) -> None:
    """The bound of 60 columns lies below what such a shift scores."""
    noise = bounds.noise(method, bounds.sizes(1000, 1000), columns=FAMILY, bins=10)
    assert max(noise, bounds.SMALLEST_DRIFT) < score * 0.75


def test_chi_squared_is_close_to_the_tables() -> None:
    """As printed in any book of statistics, for tails of 0.1 %."""
    for freedom, value in ((1, 10.828), (9, 27.877), (29, 58.301)):
        assert bounds.chi_squared(freedom, 0.001) == pytest.approx(value, rel=0.035)
