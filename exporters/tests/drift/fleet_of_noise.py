"""Models without drift, by the thousand: how many of them raise an alarm all the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from watchkeeper.drift.choosing import choose
from watchkeeper.drift.counting import count
from watchkeeper.drift.distances import needs_sums
from watchkeeper.drift.profile import CATEGORY, NUMERIC, Profile, Reference
from watchkeeper.drift.verdict import Limits, judge

if TYPE_CHECKING:
    from collections.abc import Callable

NUMERIC_COLUMNS, CATEGORY_COLUMNS = 50, 10
FAMILY = NUMERIC_COLUMNS + CATEGORY_COLUMNS
NULLS = 0.05  # of each column, so that null shares have something to do

Draw = np.random.Generator
SHAPES: tuple[Callable[[Draw, int], Any], ...] = (
    lambda random, rows: random.normal(size=rows),
    lambda random, rows: random.lognormal(0, 0.6, rows),
    lambda random, rows: random.exponential(2, rows),
    lambda random, rows: random.uniform(-1, 1, rows),
    lambda random, rows: random.standard_t(5, rows),
    lambda random, rows: random.poisson(1.5, rows),
    lambda random, rows: np.where(random.random(rows) < 0.7, 0, random.lognormal(0, 1, rows)),
)
MANY = (12, 25, 60, 18, 40, 30, 50)
LEVELS = (3, 5, 8, 10, 15, 20, 30, 4, 6, 50)


def drawn(random: Draw, column: int, rows: int, nulls: float = 0.0) -> pa.Array:
    """The values of one column; categories are the rarer the higher their number."""
    mask = random.random(rows) < nulls if nulls else None
    if column < NUMERIC_COLUMNS:
        return pa.array(SHAPES[column % len(SHAPES)](random, rows), mask=mask)
    levels = LEVELS[column - NUMERIC_COLUMNS]
    weights = 1 / np.arange(1, levels + 1)
    ends = np.cumsum(weights / weights.sum())
    codes = np.minimum(np.searchsorted(ends, random.random(rows)), levels - 1).astype(np.int32)
    names = [f"level {each}" for each in range(levels)]
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), names)


def alarms(models: int, reference: int, current: int, methods: tuple[str, ...]) -> dict[str, int]:
    """How many models of sixty columns raise an alarm, by method, each judged as a whole."""
    random = np.random.default_rng([models, reference, current])
    found = dict.fromkeys(methods, 0)
    for _ in range(models):
        pairs = [
            [drawn(random, column, rows, NULLS) for rows in (reference, current)]
            for column in range(FAMILY)
        ]
        for method, detected in judged(pairs, methods).items():
            found[method] += detected
    return found


def alarms_of_categories(models: int, reference: int, current: int, method: str) -> int:
    """The same of models whose columns are all of many categories, that are as frequent or nearly.

    So chance decides which of them are frequent enough for a bin.
    """
    random = np.random.default_rng([models, reference, current])
    found = 0
    for _ in range(models):
        bins, before, after = {}, {}, {}
        for column in range(FAMILY):
            levels = MANY[column % len(MANY)]
            weights = np.arange(1, levels + 1) ** (-0.5 * (column % 2))
            samples = [
                pa.DictionaryArray.from_arrays(
                    random.choice(levels, rows, p=weights / weights.sum()).astype(np.int32),
                    [f"level {each}" for each in range(levels)],
                )
                for rows in (reference, current)
            ]
            chosen = choose(samples[:1], CATEGORY)
            assert chosen
            name = f"c{column}"
            bins[name] = chosen
            before[name], after[name] = (count([each], chosen, sums=False) for each in samples)
        kept = Reference(bins, Profile(reference, before))
        found += judge(kept, Profile(current, after), Limits(method)).drift_detected
    return found


def judged(pairs: list[list[Any]], methods: tuple[str, ...]) -> dict[str, bool]:
    """Whether one model drifts, by method, by the very verdict of a run."""
    bins, before, after = {}, {}, {}
    for column, (reference, current) in enumerate(pairs):
        kind = NUMERIC if column < NUMERIC_COLUMNS else CATEGORY
        chosen = choose([reference], kind)
        assert chosen
        name, sums = f"c{column}", any(needs_sums(kind, method) for method in methods)
        bins[name] = chosen
        before[name], after[name] = (
            count([each], chosen, sums=sums) for each in (reference, current)
        )
    rows = [len(each) for each in pairs[0]]
    kept, seen = Reference(bins, Profile(rows[0], before)), Profile(rows[1], after)
    return {method: judge(kept, seen, Limits(method)).drift_detected for method in methods}


def highest_rate(hits: int, trials: int, confidence: float = 0.95) -> float:
    """The rate that this few hits exclude with a confidence: the end of Clopper and Pearson."""
    low, high = hits / trials, 1.0
    while high - low > 1e-7:
        rate = (low + high) / 2
        terms = (
            math.comb(trials, k) * rate**k * (1 - rate) ** (trials - k) for k in range(hits + 1)
        )
        low, high = (rate, high) if math.fsum(terms) > 1 - confidence else (low, rate)
    return high
