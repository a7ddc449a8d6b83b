"""Without drift, a model of 60 columns raises a false alarm in less than one run of a hundred."""

from __future__ import annotations

import numpy as np
import pytest
from drift.fleet_of_noise import FAMILY, alarms, alarms_of_categories, highest_rate

from watchkeeper.drift import bounds, verdict
from watchkeeper.drift.distances import BY_SHARES, METHODS, shares
from watchkeeper.drift.profile import Counts

MODELS = 100
# At a rate of 1 %, more alarms than this in 100 models have a chance of 1 in 300.
MOST = 4


@pytest.mark.parametrize(("reference", "current", "models"), [(230, 230, 1000), (1000, 1000, 400)])
def test_less_than_one_model_in_a_hundred_raises_a_false_alarm(
    reference: int, current: int, models: int
) -> None:
    """With each method, distances and null shares together: 95 % sure, at the smallest samples.

    Larger ones are quieter: the smallest drift of practical size is then far above chance.
    """
    found = alarms(models, reference, current, METHODS)
    rates = {method: highest_rate(hits, models) for method, hits in found.items()}
    assert {method: rate for method, rate in rates.items() if rate >= 0.01} == {}, found


def test_the_excluded_rate_is_that_of_the_tables() -> None:
    """Without any alarm about three in as many trials; and known ones of Clopper and Pearson."""
    assert highest_rate(0, 300) == pytest.approx(0.00994, abs=1e-5)
    assert highest_rate(10, 100, 0.975) == pytest.approx(0.17622, abs=1e-5)


@pytest.mark.parametrize(("reference", "current"), [(1000, 1000), (230, 5000)])
def test_bounds_of_chance_hold_alone(
    monkeypatch: pytest.MonkeyPatch, reference: int, current: int
) -> None:
    """Without the smallest drift of practical size, which would hide that they are too low."""
    monkeypatch.setattr(bounds, "SMALLEST_DRIFT", 0.0)
    found = alarms(MODELS, reference, current, METHODS)
    assert {method: hits for method, hits in found.items() if hits > MOST} == {}


@pytest.mark.parametrize(("reference", "current"), [(1000, 1000), (1000, 400)])
def test_rare_categories_that_got_a_bin_by_chance_are_no_drift(
    reference: int, current: int
) -> None:
    """They look more frequent in the reference than they are, the more so the rarer they are."""
    assert alarms_of_categories(MODELS, reference, current, "psi") <= 1


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
    assert per_model < bounds.FALSE_ALARMS  # as much again is the error of this count


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


@pytest.mark.parametrize("share", [0.005, 0.02, 0.04, 0.05, 0.06, 0.1, 0.3, 0.5, 0.95])
@pytest.mark.parametrize(("large", "small"), [(100_000, 200), (5000, 230), (1000, 200), (200, 200)])
def test_null_shares_keep_their_half_of_the_alarms(share: float, large: int, small: int) -> None:
    """By the exact probability of each pair of counts, whichever of the two samples is large."""
    counts = [np.arange(rows + 1) for rows in (large, small)]
    chances = [_binomial(rows, share) for rows in (large, small)]
    kept = [np.flatnonzero(chance > 1e-9) for chance in chances]
    step = max(1, len(kept[0]) // 100)  # a large sample's share hardly varies
    likely = kept[0][::step]
    alarm = 0.0
    for few in kept[1]:
        for many in likely:
            pair = Counts(large, int(counts[0][many])), Counts(small, int(counts[1][few]))
            if verdict._null_shift(*pair, FAMILY):
                assert verdict._null_shift(*reversed(pair), FAMILY)
                alarm += chances[0][many] * chances[1][few] / chances[0][likely].sum()
    assert alarm * FAMILY < bounds.FALSE_ALARMS / 2


def _binomial(rows: int, share: float) -> np.ndarray:
    """The probability of each count."""
    found = np.arange(rows + 1)
    sums = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, rows + 1)))])
    ways = sums[rows] - sums - sums[::-1]
    return np.exp(ways + found * np.log(share) + (rows - found) * np.log1p(-share))


@pytest.mark.parametrize(("method", "score"), [("psi", 0.24), ("jensenshannon", 0.17)])
def test_half_a_sigma_is_drift_from_a_thousand_rows(method: str, score: float) -> None:
    """The bound of 60 columns lies below what such a shift scores."""
    noise = bounds.noise(method, bounds.sizes(1000, 1000), columns=FAMILY, bins=10)
    assert max(noise, bounds.SMALLEST_DRIFT) < score * 0.75


def test_chi_squared_is_close_to_the_tables() -> None:
    """As printed in any book of statistics, for tails of 0.1 %."""
    for freedom, value in ((1, 10.828), (9, 27.877), (29, 58.301)):
        assert bounds.chi_squared(freedom, 0.001) == pytest.approx(value, rel=0.035)
