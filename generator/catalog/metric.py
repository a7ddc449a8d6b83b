"""A metric that something exposes: what a scrape really returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.promql import MetricType, SeriesType

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the operator's ServiceMonitors and PodMonitors add to each scraped series.
TARGET_LABELS = ("container", "endpoint", "instance", "job", "namespace", "pod", "service")


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric family as scraped.

    ``name`` of a histogram or summary is the base name. ``labels`` are the metric's own, without
    ``le``, ``quantile`` and the target's. ``unit`` is a base unit (``seconds``, ``bytes``,
    ``ratio``), or what is counted. ``range`` bounds the value of a gauge. ``versions`` says which
    releases expose it where that is not all.
    """

    name: str
    type: MetricType
    labels: tuple[str, ...]
    unit: str
    help: str
    range: tuple[float, float] | None = None
    versions: str = ""

    def series(self) -> Iterator[SeriesType]:
        """The series a scrape of this family yields, with the labels each can carry."""
        own = frozenset((*self.labels, *TARGET_LABELS))
        if self.type is MetricType.HISTOGRAM:
            yield SeriesType(f"{self.name}_bucket", MetricType.COUNTER, own | {"le"}, self.unit)
        elif self.type is MetricType.SUMMARY:
            yield SeriesType(self.name, MetricType.GAUGE, own | {"quantile"}, self.unit)
        else:
            yield SeriesType(self.name, self.type, own, self.unit)
            return
        yield SeriesType(f"{self.name}_sum", MetricType.COUNTER, own, self.unit)
        yield SeriesType(f"{self.name}_count", MetricType.COUNTER, own, "observations")


def counter(name: str, *labels: str, unit: str, help: str, versions: str = "") -> Metric:  # noqa: A002 - Prometheus calls it HELP
    """A metric that only rises, and falls to zero when its process restarts."""
    return Metric(name, MetricType.COUNTER, labels, unit, help, (0, float("inf")), versions)


def gauge(
    name: str,
    *labels: str,
    unit: str,
    help: str,  # noqa: A002 - Prometheus calls it HELP
    range: tuple[float, float] | None = None,  # noqa: A002 - the word for it
    versions: str = "",
) -> Metric:
    """A metric that can rise and fall."""
    return Metric(name, MetricType.GAUGE, labels, unit, help, range, versions)


def histogram(name: str, *labels: str, unit: str, help: str, versions: str = "") -> Metric:  # noqa: A002 - Prometheus calls it HELP
    """A classic histogram; ``name`` without ``_bucket``, ``_sum`` and ``_count``."""
    return Metric(name, MetricType.HISTOGRAM, labels, unit, help, (0, float("inf")), versions)


def summary(name: str, *labels: str, unit: str, help: str, versions: str = "") -> Metric:  # noqa: A002 - Prometheus calls it HELP
    """A summary; its quantiles cannot be aggregated, its ``_sum`` and ``_count`` can."""
    return Metric(name, MetricType.SUMMARY, labels, unit, help, (0, float("inf")), versions)
