"""What models do on that day: most are well, one drifts, one has begun to burn its budget."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.preview.samples.curves import around, ramp, seed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Platform

HOUR, DAY = 3600, 86400
DRIFTS, BURNS, SLOW = 0, 5, 3  # which of the models
TRAFFIC = (42.0, 6.5, 3.0, 118.0, 17.0, 260.0, 9.0)
BUDGETS = (0.82, 0.64, 0.91, 0.58, 0.43, 0.97, 0.71)
ERRORS = (0.0004, 0.0006, 0.0011, 0.0009, 0.004, 0.0005, 0.002)
RUN = 3 * HOUR  # into the day, when monitoring runs


@dataclass(frozen=True)
class Model:
    """One model's day."""

    name: str
    number: int
    platform: Platform
    over: Grid

    def traffic(self) -> list[float]:
        """Requests per second."""
        level = TRAFFIC[self.number % len(TRAFFIC)]
        return around(self.over, level, 0.07, 0.9, self.number)

    def errors(self) -> list[float]:
        """The share of requests that fail."""
        level = ERRORS[self.number % len(ERRORS)]
        worse = (
            ramp(self.over, 4200, 3000) if self.number == BURNS else (0.0,) * len(self.over.times)
        )
        usual = around(self.over, level, 0.4, 0.3, self.number + 1)
        allowed = 1 - (
            self.platform.number("slo:objective", model_name=self.name, slo="availability") or 0.99
        )
        return [
            max(0.0, each) + 30 * allowed * more for each, more in zip(usual, worse, strict=True)
        ]

    def late(self) -> list[float]:
        """The share of requests that are slower than the objective's bound."""
        allowed = 1 - (
            self.platform.number("slo:objective", model_name=self.name, slo="latency") or 0.95
        )
        return [max(0.0, x) for x in around(self.over, allowed * 0.55, 0.35, 0.6, self.number + 2)]

    def p95(self) -> list[float]:
        """The 95th percentile of latency in seconds."""
        bound = self.platform.number("latency_p95:max", model_name=self.name) or 1.0
        share = 0.62 if self.number == SLOW else 0.12 + 0.05 * (self.number % 4)
        return around(self.over, bound * share, 0.12, 0.45, self.number + 3)

    def age(self, every: int, offset: int = 0) -> list[float]:
        """Seconds since something that happens regularly."""
        return [float((at - offset) % every + 45) for at in self.over.times]

    def bound(self, quantity: str, default: float, **labels: str) -> float:
        """A threshold of this model; the default where it is switched off."""
        found = self.platform.number(quantity, model_name=self.name, **labels)
        return default if found is None or not math.isfinite(found) else found

    def score(self, feature: str) -> list[float]:
        """How far a feature is from its reference."""
        limit = self.bound("drift_score:max", 0.3)
        number = seed(self.name, feature)
        level = limit * (0.18 + number % 50 / 110)
        usual = around(self.over, level, 0.25, 0.05, number)
        moved = self.number == DRIFTS and number % 3 != 0
        more = ramp(self.over, 3 * DAY, 4 * HOUR) if moved else (0.0,) * len(usual)
        return [max(0.0, each) + limit * 1.1 * far for each, far in zip(usual, more, strict=True)]

    def share(self) -> list[float]:
        """The share of features that have drifted."""
        if self.number != DRIFTS:
            return [0.05 * (self.number % 3)] * len(self.over.times)
        return [round(0.1 + 0.36 * each, 1) for each in ramp(self.over, 3 * DAY, 4 * HOUR)]

    def quality(self, metric: str) -> list[float] | None:
        """A score; only those that the spec has bounds for, and accuracy."""
        low = self.platform.number("quality:min", model_name=self.name, metric=metric)
        high = self.platform.number("quality:max", model_name=self.name, metric=metric)
        if high is not None:
            return around(self.over, high * 0.83, 0.03, 0.02, self.number)
        if low is None and metric != "accuracy":
            return None
        level = 0.9 if low is None else low + (1 - low) * (0.2 + 0.1 * (self.number % 4))
        return around(self.over, level, 0.008, 0.004, self.number)

    def budget(self, slo: str) -> list[float]:
        """What is left of an error budget."""
        level = BUDGETS[(self.number + (slo == "latency") * 2) % len(BUDGETS)]
        level -= 0.04 * (slo == "latency")
        burnt = 0.5 if self.number == BURNS and slo == "availability" else 0.0
        worn = zip(self.over.times, ramp(self.over, 4200, 0), strict=True)
        return [level - 0.03 * (at - self.over.end) / DAY - burnt * lost for at, lost in worn]


def mean(over: Grid, values: Sequence[float], window: int) -> list[float]:
    """The mean of the last ``window`` seconds at each moment."""
    found, first, total, weight = [], 0, 0.0, 0.0
    spans = [b - a for a, b in zip((over.times[0] - 60, *over.times), over.times, strict=False)]
    for index, at in enumerate(over.times):
        total += values[index] * spans[index]
        weight += spans[index]
        while over.times[first] <= at - window:
            total -= values[first] * spans[first]
            weight -= spans[first]
            first += 1
        found.append(total / weight)
    return found


def cumulative(le: str, middle: float, wide: float = 0.7) -> float:
    """The share of values up to a bound, where half are below ``middle``."""
    if le == "+Inf":
        return 1.0
    return 0.5 * (1 + math.erf(math.log(float(le) / middle) / (wide * math.sqrt(2))))
