"""Models with a ``for``, a severity or a window of their own → small rule sets of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import lower_rules
from generator.ir import RuleGroup, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Own, Pack
    from generator.compiler.context import Context
    from generator.compiler.unit import Deployment
    from generator.ir import Rule

Models = tuple[tuple[str, "Deployment"], ...]


def exceptions(models: Models, context: Context) -> Iterator[RuleSet]:
    """One rule set per pack that has exceptions in this environment."""
    series = frozenset(pack.own_series for pack in context.packs if pack.own_series)
    stated = _stated(models, series)
    for pack in context.packs:
        own = _signals(pack, stated.get(pack.own_series, []))
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


def _stated(models: Models, wanted: frozenset[str]) -> dict[str, list[Own]]:
    """The constants that some pack makes rules from, by series."""
    found: dict[str, list[Own]] = {}
    for name, deployment in models:
        for series, labels, value in deployment.constants:
            if series in wanted:
                found.setdefault(series, []).append((name, labels, value))
    return found


def _signals(pack: Pack, stated: list[Own]) -> Iterator[tuple[int, Rule]]:
    for signal in pack.own_signals(stated) if stated else ():
        yield signal.every, lower_rules.recording(signal)


def _alerts(pack: Pack, models: Models, context: Context) -> Iterator[tuple[int, Rule]]:
    """Models with the same change share a rule."""
    by_name = {alert.name: alert for alert in pack.alerts}
    wanted: dict[tuple[str, str, str], list[str]] = {}
    for model, deployment in models if by_name else ():
        for change in deployment.exceptions:
            if change[0] in by_name:
                wanted.setdefault(change, []).append(model)
    settings = lower_rules.PackSettings(runbooks=context.platform.runbooks)
    for (name, for_, severity), names in sorted(wanted.items()):
        alert = by_name[name]
        yield (
            alert.every,
            lower_rules.exception(alert, tuple(sorted(names)), for_, severity, settings),
        )
