"""Models with a ``for``, a severity or a window of their own → small rule sets of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import AlertSeverity
from generator.compiler import lower_rules
from generator.ir import RuleGroup, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Alert, Pack
    from generator.compiler.context import Context
    from generator.ir import Rule
    from generator.spec import ModelSpec
    from generator.spec.load import LoadedModel

Models = tuple[tuple["LoadedModel", "ModelSpec"], ...]


def exceptions(models: Models, context: Context) -> Iterator[RuleSet]:
    """One rule set per pack that has exceptions in this environment."""
    numbers = {model.name: spec for model, spec in models}
    for pack in context.packs:
        own = ((signal.every, lower_rules.recording(signal)) for signal in pack.own_signals(numbers))
        groups = tuple(_groups(pack, (*own, *_alerts(pack, models, context))))
        if groups:
            yield RuleSet(f"exceptions-{lower_rules.slug(pack.name)}", pack.name, groups)


def _groups(pack: Pack, rules: Iterable[tuple[int, Rule]]) -> Iterator[RuleGroup]:
    by_interval: dict[int, list[Rule]] = {}
    for interval, rule in rules:
        by_interval.setdefault(interval, []).append(rule)
    for interval, found in sorted(by_interval.items()):
        name = f"exceptions-{lower_rules.slug(pack.name)}-{promql.duration(interval)}"
        yield RuleGroup(name, interval, tuple(found))


def _alerts(pack: Pack, models: Models, context: Context) -> Iterator[tuple[int, Rule]]:
    """Models with the same change share a rule."""
    by_name = {alert.name: alert for alert in pack.alerts}
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for model, spec in models:
        for name, change in spec.alerts.items():
            if name in by_name and not change.disabled and (change.for_ or change.severity):
                for_ = promql.duration(change.for_) if change.for_ else by_name[name].for_
                severity = change.severity or _severity(by_name[name], spec)
                wanted.setdefault((name, for_, severity), []).append(model.name)
    settings = lower_rules.PackSettings(runbooks=context.platform.runbooks)
    for (name, for_, severity), names in sorted(wanted.items()):
        alert = by_name[name]
        yield alert.every, lower_rules.exception(alert, tuple(sorted(names)), for_, severity, settings)


def _severity(alert: Alert, spec: ModelSpec) -> str:
    if alert.severity is not AlertSeverity.BY_TIER:
        return alert.severity.value
    pages = str(spec.tier) == lower_rules.PAGING_TIER
    return (AlertSeverity.PAGE if pages else AlertSeverity.TICKET).value
