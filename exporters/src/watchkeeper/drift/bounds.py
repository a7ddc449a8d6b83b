"""How far two samples of the same data lie apart by chance, and so what counts as drift.

Without drift, the index PSI is about chi-squared with bins - 1 degrees of freedom, times
1/reference rows + 1/current rows; for small distances PSI is 8 times the square of the
Jensen-Shannon and of the Hellinger distance, and twice the Kullback-Leibler divergence. The
Wasserstein distance is ruled by the difference of the means. `tests/drift/test_false_alarms.py`
shows that this holds.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from watchkeeper.drift.distances import WASSERSTEIN

# Of a whole model in one run. Half of it is for distances, half for null shares. Less than 1 % is
# promised: what the formulas neglect has as much room again, and so can be proven to fit.
FALSE_ALARMS = 0.005
# About half a sigma: chance aside, smaller distances are of no practical size.
SMALLEST_DRIFT = 0.1
SMALLEST_NULL_SHIFT = 0.05
# A distance of ten bins says nothing from fewer rows; below it there is no verdict.
FEWEST_ROWS = 200
FEWEST_EXPECTED = 10  # rows a bin, for chi-squared to hold
# Where hardly ten rows are expected in a bin, chance reaches further than chi-squared says ...
SMALL_SAMPLES = {"psi": 1.1, "jensenshannon": 1.1, "hellinger": 1.1, "kl_div": 1.15}
SHAPE = 1.25  # ... and the shape adds this to the difference of the means: both from simulations


def sizes(reference: int, current: int) -> float:
    """The factor by which chance shrinks as samples grow."""
    return 1 / reference + 1 / current


def chi_squared(freedom: int, tail: float) -> float:
    """The value that chi-squared exceeds with a small probability, after Wilson and Hilferty."""
    part = 2 / (9 * freedom)
    deviation = NormalDist().inv_cdf(1 - tail)
    return freedom * (1 - part + deviation * math.sqrt(part)) ** 3


def noise(method: str, size: float, *, columns: int, bins: int = 2, spread: float = 1.0) -> float:
    """The distance that chance exceeds in any column of a model in half of FALSE_ALARMS."""
    tail = FALSE_ALARMS / 2 / max(1, columns)
    if method == WASSERSTEIN:
        return SHAPE * spread * NormalDist().inv_cdf(1 - tail / 2) * math.sqrt(size)
    index = size * chi_squared(max(1, bins - 1), tail) * SMALL_SAMPLES[method]
    match method:
        case "psi":
            return index
        case "kl_div":
            return index / 2
        case _:
            return math.sqrt(index / 8)


def null_noise(share: float, reference: int, current: int, *, columns: int) -> float:
    """The same of the difference between two null shares, of which this is the common one.

    A few nulls in a small sample beside a large one are skewed towards more, so the normal deviate
    is widened by the skewness, after Cornish and Fisher, and by half a row: shares have steps.
    """
    if not 0 < share < 1:
        return 0.0
    tail = FALSE_ALARMS / 2 / max(1, columns)
    deviation = NormalDist().inv_cdf(1 - tail / 2)
    variance = share * (1 - share) * sizes(reference, current)
    skewness = abs((1 - 2 * share) * (1 / reference - 1 / current)) / math.sqrt(variance)
    widened = deviation + (deviation**2 - 1) / 6 * skewness
    return widened * math.sqrt(variance) + 0.5 / min(reference, current)
