"""The ledgers of a registry as metric families. Each scrape adds up what is new."""

from __future__ import annotations

import itertools
import os
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from watchkeeper.inference import shared
from watchkeeper.inference.client import (
    REGISTRY,
    CollectorRegistry,
    CounterMetricFamily,
    Exemplar,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Processes,
    bound_text,
)
from watchkeeper.inference.families import FAMILIES
from watchkeeper.inference.histogram import Histogram
from watchkeeper.inference.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchkeeper.inference.client import Metric, MetricFamily
    from watchkeeper.inference.families import Family
    from watchkeeper.inference.ledger import Sample
    from watchkeeper.inference.options import Shape


def empty(family: Family) -> MetricFamily:
    """A family without a sample."""
    # OpenMetrics wants a unit to be the end of the name.
    base = family.name.removesuffix("_total")
    unit = family.unit if base.endswith(f"_{family.unit}") else ""
    match family.type:
        case "counter":
            return CounterMetricFamily(family.name, family.help, labels=family.labels, unit=unit)
        case "gauge":
            return GaugeMetricFamily(family.name, family.help, labels=family.labels, unit=unit)
        case "histogram":
            return HistogramMetricFamily(family.name, family.help, labels=family.labels, unit=unit)


def buckets(histogram: Histogram) -> list[tuple[str, float] | tuple[str, float, Exemplar]]:
    """Cumulative counts by upper bound, with the exemplars there are."""
    found: list[tuple[str, float] | tuple[str, float, Exemplar]] = []
    bounds = (*histogram.bounds, float("inf"))
    for index, count in enumerate(itertools.accumulate(histogram.counts)):
        bound, seen = bound_text(bounds[index]), histogram.exemplars.get(index)
        if seen:
            exemplar = Exemplar({"trace_id": seen.trace_id}, seen.value, seen.at)
            found.append((bound, count, exemplar))
        else:
            found.append((bound, count))
    return found


def add(metric: MetricFamily, sample: Sample) -> None:
    """Adds one sample to its family."""
    value = sample.value
    if isinstance(metric, HistogramMetricFamily):
        if isinstance(value, Histogram):
            metric.add_metric(sample.labels, buckets(value), value.total)
    elif not isinstance(value, Histogram):
        metric.add_metric(sample.labels, value)


class Ledgers:
    """The collector of a registry: all models that are exposed in it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Ledger] = {}
        self.forked()

    def forked(self) -> None:
        """Nobody in a forked process holds a lock."""
        self._lock = threading.Lock()

    def ledger(self, model: tuple[str, str], shape: Shape) -> Ledger:
        """The ledger of a version of a model, which is made by whoever asks first."""
        with self._lock:
            if model not in self._found:
                self._found[model] = Ledger(model, shape)
                shared.publish(self._found[model])
            elif self._found[model].shape != shape:
                name = " ".join(model)
                raise ValueError(f"{name} is tracked already, with other buckets or other classes")
            return self._found[model]

    def describe(self) -> Iterator[Metric]:
        """The families, which a registry asks for to find duplicates."""
        return map(empty, FAMILIES)

    def collect(self) -> Iterator[Metric]:
        """One scrape."""
        metrics = {family.name: empty(family) for family in FAMILIES}
        with self._lock:
            ledgers = list(self._found.values())
        for ledger in ledgers:
            for sample in ledger.samples():
                add(metrics[sample.family.name], sample)
        return iter(metric for metric in metrics.values() if metric.samples)


_BY_REGISTRY: weakref.WeakKeyDictionary[CollectorRegistry, Ledgers] = weakref.WeakKeyDictionary()


class _State:
    lock = threading.Lock()


def _forked() -> None:
    _State.lock = threading.Lock()
    for ledgers in list(_BY_REGISTRY.values()):
        ledgers.forked()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork either
    os.register_at_fork(after_in_child=_forked)
    shared.survive_forks()  # last: its thread reads what the others make anew


def ledgers_of(registry: CollectorRegistry | None) -> Ledgers:
    """The collector of a registry, the default one if none is named."""
    # The files of several processes know no registries: two collectors would write the same values.
    chosen = REGISTRY if registry is None or shared.enabled() else registry
    with _State.lock:
        if chosen not in _BY_REGISTRY:
            found = Ledgers()
            chosen.register(found)
            _BY_REGISTRY[chosen] = found
        return _BY_REGISTRY[chosen]


def scrape_registry() -> CollectorRegistry:
    """What to expose: all processes in prometheus_client's multi-process mode, else this one."""
    if not shared.enabled():
        return REGISTRY
    registry = CollectorRegistry()
    registry.register(shared.Publisher())  # first, so that the files are up to date
    registry.register(Processes(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])))
    return registry
