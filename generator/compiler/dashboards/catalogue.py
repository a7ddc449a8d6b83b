"""What a panel can name: each metric, signal and threshold, and what alerts hold against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import Signal
from generator.compiler.known import known
from generator.diagnostics import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Alert, Metric, ModelThreshold, Pack, ServiceThreshold
    from generator.compiler.context import Context
    from generator.promql import SeriesType

WHOLE = ("http", "slo", "gpu", "cpu", "dag", "api", "io")  # words that are written in capitals
OF_UNIT = re.compile(r"_(total|seconds|bytes|ratio|celsius)$")
OF_SIGNAL = re.compile(r"_(seconds|bucket)$")
MODEL = "model"  # the level that goes without saying
SHORTEST = "5m"  # the window of whatever says none
OPERATION = re.compile(r"(?:rate|increase|count|mean|max|min)?(\d+[mhd])")


@dataclass(frozen=True, slots=True)
class Named:
    """A metric or signal, its pack, and whether anything records it here."""

    subject: Metric | Signal
    pack: Pack
    here: bool

    @property
    def name(self) -> str:
        """What a spec calls it."""
        return self.subject.record if isinstance(self.subject, Signal) else self.subject.name

    @property
    def labels(self) -> frozenset[str]:
        """The labels that its series can have."""
        return frozenset().union(*(each.labels for each in self.series()))

    def series(self) -> Iterator[SeriesType]:
        """Its series."""
        if isinstance(self.subject, Signal):
            yield self.subject.series()
        else:
            yield from self.subject.series()

    @property
    def title(self) -> str:
        """Its name in words: ``model:slo_errors:rate1h`` becomes ``SLO errors, 1h``."""
        level, _, rest = self.name.rpartition(":")[0].partition(":")
        if not isinstance(self.subject, Signal) or not rest:
            level, rest, operation = "", OF_UNIT.sub("", self.name.replace(":", "_")), ""
            rest = rest.removeprefix(f"{self.pack.name}_")
        else:
            level, rest = "" if level == MODEL else level, OF_SIGNAL.sub("", rest)
            operation = self.name.rpartition(":")[2]
        words = [word for word in (level, *rest.split("_")) if word]
        told = " ".join(word.upper() if word in WHOLE else word for word in words)
        window = OPERATION.fullmatch(operation)
        last = window[1] if window else OF_UNIT.sub("", f"_{operation}").replace("_", " ").strip()
        told += f", {last}" if last and last != SHORTEST else ""
        return told[:1].upper() + told[1:]


class Catalogue:
    """Everything that can be named, and the alerts of the packs that take part."""

    def __init__(self, context: Context) -> None:
        self.packs = context.packs
        self.active = tuple(context.active())

    @cached_property
    def named(self) -> Mapping[str, Named]:
        """By name; the first declaration wins."""
        found: dict[str, Named] = {}
        for pack in (*self.active, *(each for each in self.packs if each not in self.active)):
            here = pack in self.active
            for signal in (*pack.signals, *map(_bound, pack.thresholds)):
                found.setdefault(signal.record, Named(signal, pack, here))
            for metric in pack.metrics:
                found.setdefault(metric.name, Named(metric, pack, here=True))
        return found

    @cached_property
    def known(self) -> Mapping[str, SeriesType]:
        """All series, with those that Prometheus writes of alerts; they may have any label."""
        found = known(self.packs)
        labels = frozenset().union(*(each.labels for each in found.values()))
        labels |= {"alertname", "alertstate", "severity", "service", "cluster", "environment"}
        for name in ("ALERTS", "ALERTS_FOR_STATE"):
            found[name] = promql.SeriesType(name, promql.MetricType.GAUGE, labels)
        return found

    def near(self, name: str) -> str:
        """The name that looks most like one that there is not."""
        return nearest(name, self.named)

    @cached_property
    def _readers(self) -> tuple[tuple[Alert, frozenset[str]], ...]:
        alerts = (alert for pack in self.active for alert in pack.alerts)
        return tuple((alert, promql.reads(alert.expr)) for alert in alerts)

    def alerts(self, named: Named) -> tuple[str, ...]:
        """The alerts that read it themselves; each has a runbook."""
        names = {each.name for each in named.series()}
        return tuple(alert.name for alert, reads in self._readers if reads & names)

    def bounds(self, named: Named) -> Iterator[ModelThreshold | ServiceThreshold]:
        """The thresholds that those alerts compare with."""
        names = {each.name for each in named.series()}
        reads = [(alert, found) for alert, found in self._readers if found & names]
        for pack in self.active:
            for threshold in pack.thresholds:
                if any(threshold.effective in found for _, found in reads):
                    yield threshold
        own = {each.threshold.series: each.threshold for each, _ in reads if each.threshold}
        yield from own.values()


def _bound(threshold: ModelThreshold) -> Signal:
    return Signal(threshold.effective, "", ("model_name",), threshold.unit, threshold.help)
