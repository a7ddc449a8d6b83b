"""Distances between two sets of counts. All of them are distances: 0 is the same, higher is more.

Counts are smoothed by half a row a bin, so that an empty bin makes a distance large and not
infinite. Logarithms are natural.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from watchkeeper.drift.profile import CATEGORY, NUMERIC

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from watchkeeper.drift.profile import Counts, Kind

    Shares = Sequence[float]

DIRECTION = "higher is more drift"
HALF_A_ROW = 0.5


def shares(counts: Sequence[int]) -> Shares:
    """Smoothed shares, which add up to 1 and are never 0."""
    total = sum(counts) + HALF_A_ROW * len(counts)
    return [(count + HALF_A_ROW) / total for count in counts]


def psi(reference: Shares, current: Shares) -> float:
    """Population stability index; no upper end."""
    return sum((c - r) * math.log(c / r) for r, c in zip(reference, current, strict=True))


def kl_div(reference: Shares, current: Shares) -> float:
    """Kullback-Leibler divergence of the current data from the reference; no upper end."""
    return max(0.0, sum(c * math.log(c / r) for r, c in zip(reference, current, strict=True)))


def jensenshannon(reference: Shares, current: Shares) -> float:
    """Jensen-Shannon distance, the root of the divergence: 0 to 0.8326."""
    middle = [(r + c) / 2 for r, c in zip(reference, current, strict=True)]
    return math.sqrt((kl_div(middle, reference) + kl_div(middle, current)) / 2)


def hellinger(reference: Shares, current: Shares) -> float:
    """Hellinger distance: 0 to 1."""
    pairs = zip(reference, current, strict=True)
    return math.sqrt(sum((math.sqrt(r) - math.sqrt(c)) ** 2 for r, c in pairs) / 2)


BY_SHARES: Mapping[str, Callable[[Shares, Shares], float]] = {
    "psi": psi,
    "jensenshannon": jensenshannon,
    "hellinger": hellinger,
    "kl_div": kl_div,
}
WASSERSTEIN = "wasserstein"
METHODS = (*BY_SHARES, WASSERSTEIN)


def method_for(kind: Kind, method: str) -> str:
    """The method of a column: numbers have a length between them, categories have none."""
    return "jensenshannon" if kind == CATEGORY and method == WASSERSTEIN else method


def needs_sums(kind: Kind, method: str) -> bool:
    """Whether a method wants to know where in its bin a value lies."""
    return kind == NUMERIC and method == WASSERSTEIN


def wasserstein(reference: Counts, current: Counts) -> float:
    """Wasserstein distance in reference sigmas, each bin's values taken to lie at their mean."""
    atoms = sorted((*_atoms(reference, 1), *_atoms(current, -1)))
    ahead = itertools.accumulate(weight for _, weight in atoms)
    gaps = (right[0] - left[0] for left, right in itertools.pairwise(atoms))
    return sum(abs(height) * gap for height, gap in zip(ahead, gaps, strict=False))


def _atoms(counts: Counts, sign: int) -> list[tuple[float, float]]:
    pairs = zip(counts.bins, counts.sums, strict=True)
    return [(total / count, sign * count / counts.valid) for count, total in pairs if count]


def pooled(reference: Sequence[int], current: Sequence[int], fewest: float) -> list[list[int]]:
    """The counts, where bins in which too few rows are expected are one with the next such bins.

    Just as many as are enough: of thirty equal bins in a small sample some are still told apart.
    What is left at the end is a bin of its own, in which values show that are new.
    """
    rows = min(sum(reference), sum(current)) / max(1, sum(reference))
    groups: list[list[int]] = []
    waiting: list[int] = []
    for place, count in enumerate(reference):
        if count * rows >= fewest:
            groups.append([place])
            continue
        waiting.append(place)
        if sum(reference[each] for each in waiting) * rows >= fewest:
            groups.append(waiting)
            waiting = []
    if waiting:
        groups.append(waiting)
    return [
        [sum(counts[each] for each in group) for group in groups] for counts in (reference, current)
    ]
