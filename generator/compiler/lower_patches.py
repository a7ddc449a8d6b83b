"""What one environment changes in the rules of services: ``for``, severity, alerts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.ir import AlertRule, Patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.compiler.lower_rules import Sets
    from generator.ir import RuleSet
    from generator.spec.types import ServiceAlertOverride


def absent(environment: str, context: Context) -> Iterator[str]:
    """The rule sets of services that do not run in the environment."""
    for name, service in sorted(context.services.items()):
        change = service.document.spec.environments.get(environment)
        if change and not change.enabled:
            yield name


def patches(environment: str, context: Context, sets: Sets) -> Iterator[Patch]:
    """Changed values first, removals after them and from the end, so that no index moves."""
    for pack, rules in sets:
        service = context.services.get(pack.name)
        change = service.document.spec.environments.get(environment) if service else None
        if change and change.enabled:
            removals: list[Patch] = []
            for name, wanted in sorted(change.alerts.items()):
                for pointer in _pointers(rules, name):
                    changed, removed = _of_rule(rules.name, pointer, name, wanted)
                    yield from changed
                    removals += removed
            yield from sorted(removals, key=_position, reverse=True)


def _pointers(rules: RuleSet, alert: str) -> Iterator[str]:
    for i, group in enumerate(rules.groups):
        for j, rule in enumerate(group.rules):
            if isinstance(rule, AlertRule) and rule.alert == alert:
                yield f"/spec/groups/{i}/rules/{j}"


def _of_rule(
    rule_set: str, pointer: str, alert: str, wanted: ServiceAlertOverride
) -> tuple[list[Patch], list[Patch]]:
    expect = ((f"{pointer}/alert", alert),)
    if wanted.disabled:
        return [], [Patch(rule_set, pointer, "", expect)]
    values = (
        (f"{pointer}/for", promql.duration(wanted.for_) if wanted.for_ else ""),
        (f"{pointer}/labels/severity", wanted.severity or ""),
    )
    return [Patch(rule_set, path, value, expect) for path, value in values if value], []


def _position(patch: Patch) -> tuple[int, ...]:
    return tuple(int(part) for part in patch.path.split("/") if part.isdigit())
