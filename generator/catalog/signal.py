"""A signal: a series our own rules record."""

from __future__ import annotations

from dataclasses import dataclass

from generator.promql import MetricType, SeriesType

# Seconds between evaluations. Canonical signals and the windows a page depends on move every
# minute; windows of two hours and more move every five, which is the lag staging adds to them.
SHORT = 60
LONG = 300


@dataclass(frozen=True, slots=True)
class Signal:
    """One recording rule.

    ``labels`` are those of the recorded series, static ones included; the compiler proves that
    ``expr`` yields them. ``static`` are added by the rule. Several signals may share one
    ``record`` when their static labels or their selectors keep the results apart.
    """

    record: str
    expr: str
    labels: tuple[str, ...]
    unit: str
    help: str
    static: tuple[tuple[str, str], ...] = ()
    range: tuple[float, float] | None = None
    every: int = SHORT

    def series(self) -> SeriesType:
        """The recorded series as later expressions see it."""
        return SeriesType(self.record, MetricType.GAUGE, frozenset(self.labels), self.unit)
