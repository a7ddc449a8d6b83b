"""What a series must be, and where that is known from."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

LONG_AGO = 1e9  # seconds: larger numbers are times
ROUNDING = 1e-9  # relative: sums of floats depend on their order


@dataclass(frozen=True)
class Truth:
    """A query with one value, which must lie between two bounds."""

    query: str
    low: float
    high: float
    source: str

    def holds(self, value: float | None) -> bool:
        """Whether a value is true."""
        if value is None:
            return False
        exact = any(math.isclose(value, bound, rel_tol=ROUNDING) for bound in (self.low, self.high))
        return exact or self.low <= value <= self.high

    def __str__(self) -> str:
        if self.high == math.inf:
            return f"{number(self.low)} or more"
        if number(self.low) == number(self.high):
            return number(self.low)
        return f"{number(self.low)} to {number(self.high)}"


def exactly(query: str, value: float, source: str) -> Truth:
    """One value only."""
    return Truth(query, value, value, source)


def at_least(query: str, low: float, source: str) -> Truth:
    """A value or more."""
    return Truth(query, low, math.inf, source)


def number(value: float) -> str:
    """As short as it can be read; times of our days as a time of day."""
    if LONG_AGO < value < math.inf:
        return time.strftime("%H:%M:%S", time.localtime(value))
    return f"{value:.10g}" if value % 1 == 0 else f"{value:.4g}"
