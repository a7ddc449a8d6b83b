"""Every series that a rule may name: what is scraped, what we record, what we state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.promql import MetricType, SeriesType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Pack

# Constants the compiler itself states: name → labels.
INFO = "model:info"
EXEMPT = "model:alert_exempt"
WATCHED = "namespace:watched"
INFO_LABELS = ("model_name", "team", "tier", "task", "runtime")
CONSTANTS = (
    (INFO, INFO_LABELS),
    (EXEMPT, ("model_name", "alertname")),
    (WATCHED, ("namespace",)),
)


def constant(name: str, labels: Iterable[str]) -> SeriesType:
    """A series that a rule states as a number."""
    return SeriesType(name, MetricType.GAUGE, frozenset(labels))


def series(pack: Pack) -> Iterator[SeriesType]:
    """All series one pack brings along."""
    for metric in pack.metrics:
        yield from metric.series()
    for signal in pack.signals:
        yield signal.series()
    for threshold in pack.thresholds:
        yield constant(threshold.series, ("model_name",))
        yield constant(threshold.tier_series, ("tier",))
        yield constant(threshold.effective, ("model_name",))
    for name, labels in pack.data_series:
        yield constant(name, labels)
    for alert in pack.alerts:
        if alert.threshold:
            yield constant(alert.threshold.series, ())


def known(packs: Iterable[Pack]) -> dict[str, SeriesType]:
    """By name; the first declaration wins, clashes are for the proof to report."""
    found = {name: constant(name, labels) for name, labels in CONSTANTS}
    for pack in packs:
        for each in series(pack):
            found.setdefault(each.name, each)
    return found
