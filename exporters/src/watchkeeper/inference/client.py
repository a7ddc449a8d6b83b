"""All that is used of prometheus_client, in one place.

`values` is what its own metrics are made of; nothing else writes the files of its multi-process
mode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import REGISTRY, CollectorRegistry, multiprocess, utils
from prometheus_client.core import (
    CounterMetricFamily,
    Exemplar,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.values import ValueClass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = [
    "REGISTRY",
    "CollectorRegistry",
    "CounterMetricFamily",
    "Exemplar",
    "GaugeMetricFamily",
    "HistogramMetricFamily",
    "Metric",
    "MetricFamily",
    "Processes",
    "ValueClass",
    "bound_text",
]

MetricFamily = CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily


def bound_text(bound: float) -> str:
    """A bucket bound as the label `le` has it: 1.0, and never 1."""
    return str(utils.floatToGoString(bound))  # type: ignore[no-untyped-call,unused-ignore] # it has no types


class Processes:
    """Adds up the files of all processes, as prometheus_client's own collector does.

    That one fails while another process has just created a file and not yet sized it, which happens
    whenever a worker starts during a scrape.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        """One scrape of all processes."""
        files = [str(path) for path in sorted(self._folder.glob("*.db")) if _has_content(path)]
        found: Iterable[Metric] = multiprocess.MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call,unused-ignore] # it has no types
        return found


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:  # of a worker that ended just now
        return False
