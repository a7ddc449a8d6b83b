"""Packs → rule sets: each rule written once, for the whole fleet or for one service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import SHORT, AlertSeverity, Bound, PackKind
from generator.compiler.known import EXEMPT
from generator.ir import AlertRule, RecordingRule, RuleGroup, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Alert, ModelThreshold, Pack, Signal
    from generator.ir import Labels, Rule

PAGING_TIER = "1"
# The rule sets of the base, each with the pack it comes from.
Sets = tuple[tuple["Pack", "RuleSet"], ...]


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """What a spec changes in one alert everywhere; empty text means "as the pack has it"."""

    for_: str = ""
    severity: str = ""
    disabled: str = ""


@dataclass(frozen=True, slots=True)
class PackSettings:
    """What the platform and a service's spec say of one pack."""

    team: str = ""
    runbooks: str = ""
    alerts: Mapping[str, AlertSettings] = field(default_factory=dict)

    def of(self, alert: str) -> AlertSettings:
        """The settings of one alert."""
        return self.alerts.get(alert, AlertSettings())


def rule_set(pack: Pack, settings: PackSettings) -> RuleSet:
    """One object for one pack: a group per interval, signals before the alerts that read them."""
    by_interval: dict[int, list[Rule]] = {}
    for interval, rule in _timed(pack, settings):
        by_interval.setdefault(interval, []).append(rule)
    groups = tuple(
        RuleGroup(f"{slug(pack.name)}-{promql.duration(interval)}", interval, tuple(rules))
        for interval, rules in sorted(by_interval.items())
    )
    return RuleSet(slug(pack.name), pack.name, groups)


def _timed(pack: Pack, settings: PackSettings) -> Iterator[tuple[int, Rule]]:
    """Every rule of the pack with its interval in seconds."""
    for threshold in pack.thresholds:
        yield SHORT, effective(threshold)
    for signal in pack.signals:
        yield signal.every, recording(signal)
    for alert in pack.alerts:
        for rule in alert_rules(alert, pack, settings):
            yield alert.every, rule


def slug(name: str) -> str:
    """A pack's name as Kubernetes objects may carry it."""
    return name.replace("_", "-")


def recording(signal: Signal) -> RecordingRule:
    """The rule of one signal."""
    return RecordingRule(signal.record, signal.expr, signal.static)


def effective(threshold: ModelThreshold) -> RecordingRule:
    """A model's own number, else that of its tier.

    A constant that is loaded twice cannot break the join: the stricter of the two counts.
    """
    strict = "min" if threshold.bound is Bound.MAX else "max"
    expr = f"""
      {strict} by (model_name) (
        {threshold.series}
        or on (model_name) (
          0 * model:identity
          + on (tier) group_left () {strict} by (tier) ({threshold.tier_series})
        )
      )
    """
    return RecordingRule(threshold.effective, expr)


def alert_rules(alert: Alert, pack: Pack, settings: PackSettings) -> Iterator[AlertRule]:
    """The rules of one alert: two where the tier decides the severity, none where it is off."""
    chosen = settings.of(alert.name)
    if chosen.disabled:
        return
    if pack.kind not in (PackKind.MODEL, PackKind.RUNTIME):
        labels = (("service", pack.name), ("team", settings.team))
        severity = chosen.severity or alert.severity.value
        yield _alert(alert, alert.expr, chosen.for_, (("severity", severity), *labels), settings)
        return
    for severity, who in severities(alert):
        expr = f"{owned(alert.expr, who)} unless on (model_name) {exempt(alert.name)}"
        yield _alert(alert, expr, chosen.for_, (("severity", severity),), settings)


def severities(alert: Alert) -> Iterator[tuple[str, str]]:
    """The severities of a model alert with the matchers of the models they hold for."""
    if alert.severity is AlertSeverity.BY_TIER:
        yield AlertSeverity.PAGE.value, f'tier="{PAGING_TIER}"'
        yield AlertSeverity.TICKET.value, f'tier!="{PAGING_TIER}"'
    else:
        yield alert.severity.value, ""


def owned(expr: str, matchers: str) -> str:
    """``expr`` for the models that ``matchers`` pick, with their team and tier joined on."""
    models = f"model:identity{{{matchers}}}" if matchers else "model:identity"
    return f"({expr}) * on (model_name) group_left (team, tier) {models}"


def exempt(alert: str) -> str:
    """The models for which an alert is off or has a rule of its own."""
    return promql.selector(EXEMPT, alertname=alert)


def exception(
    alert: Alert, models: tuple[str, ...], for_: str, severity: str, settings: PackSettings
) -> AlertRule:
    """An alert for the named models alone, with a ``for`` or severity of their own."""
    expr = owned(alert.expr, f"model_name=~{promql.quote('|'.join(models))}")
    return _alert(alert, expr, for_, (("severity", severity),), settings)


def _alert(alert: Alert, expr: str, for_: str, labels: Labels, settings: PackSettings) -> AlertRule:
    return AlertRule(
        alert=alert.name,
        expr=expr,
        for_=for_ or alert.for_,
        keep_firing_for=alert.keep_firing_for,
        labels=(*labels, *alert.labels),
        annotations=(
            ("summary", alert.summary),
            ("description", alert.description),
            ("runbook_url", f"{settings.runbooks.rstrip('/')}/{alert.name}.md"),
        ),
    )
