"""The traffic that the benchmark of rules invents: constant rates, so any past value is known.

History and exporter both read these series, and so a counter goes on where its history ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import estate

if TYPE_CHECKING:
    from collections.abc import Iterator

JOB, INSTANCE = "models", "bench"
# Bounds in seconds as exporters write them, with the share of requests that take at most as long.
BUCKETS = (
    ("0.05", 0.2),
    ("0.1", 0.6),
    ("0.25", 0.999),
    ("0.5", 0.9995),
    ("1.0", 0.9999),
    ("+Inf", 1),
)
BOUND = "0.25"
SLOW = 0.001
FEW, MANY = 0.0002, 0.2  # share of requests that fail: within every budget, and above any burn rate
FAULTY = 7  # of fifty models one fails


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a counter grows by ``slope`` a second, a gauge stays at ``level``."""

    family: str
    suffix: str
    labels: str
    slope: float = 0
    level: float = 0

    @property
    def head(self) -> str:
        """Name and labels as a line of the text format begins."""
        return f"{self.family}{self.suffix}{{{self.labels}}}"

    def at(self, seconds: float) -> float:
        """The value so many seconds after the beginning of history."""
        return round(self.level + self.slope * seconds, 3)


def rate(number: int) -> float:
    """Requests a second."""
    return 5 + number % 50


def failing(number: int) -> float:
    """The share of requests that fail."""
    return MANY if number % 50 == FAULTY else FEW


def requests(number: int, more: str = "") -> Iterator[Series]:
    """Requests that ended well, and those that did not."""
    family, bad = "model_prediction_requests", failing(number)
    who = f'model_name="{estate.name(number)}",model_version="1"{more}'
    for status, share in (("success", 1 - bad), ("error", bad)):
        yield Series(family, "_total", f'{who},status="{status}"', rate(number) * share)


def latency(number: int, more: str = "") -> Iterator[Series]:
    """A histogram of how long they took."""
    family = "model_prediction_latency_seconds"
    who = f'model_name="{estate.name(number)}",model_version="1"{more}'
    for bound, share in BUCKETS:
        yield Series(family, "_bucket", f'{who},le="{bound}"', rate(number) * share)
    yield Series(family, "_count", who, rate(number))
    yield Series(family, "_sum", who, rate(number) * 0.1)


def exported(models: int) -> Iterator[Series]:
    """All that is scraped: eleven series a model."""
    for number in range(models):
        yield from requests(number)
        yield from latency(number)
        who = f'model_name="{estate.name(number)}",model_version="1"'
        yield Series("model_accuracy_score", "", who, level=0.97)
