"""What one environment changes in the objects of services: alerts, namespaces, their absence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import packs, promql
from generator.compiler.workloads import exporters
from generator.ir import AlertRule, Patch, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_rules import Sets
    from generator.ir import RuleSet
    from generator.spec.service import ServiceSpec
    from generator.spec.types import ServiceAlertOverride

RULES = "PrometheusRule"
PROBE = "Probe"
NAMESPACES = "/spec/namespaceSelector/matchNames"
ADDRESSES = "/spec/targets/staticConfig/static"


def absent(environment: str, context: Context) -> Iterator[Reference]:
    """The objects of services that do not run in the environment."""
    gone = [name for name, spec in _services(context) if spec.within(environment) is None]
    yield from (Reference(RULES, name) for name in gone)
    if gone:
        yield from (of for pack, of in _objects(context) if pack in gone)
        drawn = (
            board for pack in context.packs if pack.name in gone for board in packs.boards(pack)
        )
        yield from (Reference("ConfigMap", f"board-{board.name}") for board in drawn)


def _objects(context: Context) -> Iterator[tuple[str, Reference]]:
    """What the base has of each pack beside rules, and goes with its service."""
    from generator.compiler.stack import logs, monitors, probes  # noqa: PLC0415 - slow, seldom used

    for monitor in monitors.monitors(context):
        yield monitor.pack, Reference(monitor.kind, monitor.name)
    for probe in probes.probes(context):
        yield probe.pack, Reference(PROBE, probe.name)
    for log_rules in logs.rule_sets(context):
        yield log_rules.pack, Reference("ConfigMap", f"logs-{log_rules.name}")


def _services(context: Context) -> Iterator[tuple[str, ServiceSpec]]:
    for name, service in sorted(context.services.items()):
        yield name, service.document.spec


def patches(environment: str, context: Context, sets: Sets) -> Iterator[Patch]:
    """Changed values first, removals after them and from the end, so that no index moves."""
    here = tuple(
        (name, spec, namespace)
        for name, spec in _services(context)
        if (namespace := spec.within(environment)) is not None
    )
    changes = {name: spec.environments.get(environment) for name, spec, _ in here}
    deployed = dict(exporters(environment, context))
    for pack, rules in sets:
        if pack.name in changes:
            change = changes[pack.name]
            gone = () if pack.name in deployed else _of_exporter(pack)
            yield from _of_rules(rules, change.alerts if change else {}, gone)
    for name, spec, namespace in here:
        if namespace != spec.namespace:
            yield from _moved(name, namespace, context)


def _of_exporter(pack: Pack) -> tuple[str, ...]:
    """The alerts that would miss an exporter for ever where nobody asks for it."""
    return tuple(alert.name for alert in pack.alerts if alert.deployed)


def _of_rules(
    rules: RuleSet, changes: Mapping[str, ServiceAlertOverride], gone: tuple[str, ...]
) -> Iterator[Patch]:
    removals: list[Patch] = []
    for name, wanted in sorted(changes.items()):
        for pointer in _pointers(rules, name) if name not in gone else ():
            changed, removed = _of_rule(rules.name, pointer, name, wanted)
            yield from changed
            removals += removed
    removals += (_removal(rules.name, at, name) for name in gone for at in _pointers(rules, name))
    yield from sorted(removals, key=_position, reverse=True)


def _removal(rule_set: str, pointer: str, alert: str) -> Patch:
    return Patch(Reference(RULES, rule_set), pointer, "", ((f"{pointer}/alert", alert),))


def _moved(service: str, namespace: str, context: Context) -> Iterator[Patch]:
    """Monitors and probes look for the service where it lives in this environment."""
    from generator.compiler.stack import monitors, probes  # noqa: PLC0415 - slow, seldom used

    for monitor in monitors.in_namespace_of(service, context):
        of = Reference(monitor.kind, monitor.name)
        yield from _replaced(of, NAMESPACES, monitor.namespaces, (namespace,))
    there = probes.of_service(service, namespace, context)
    spec = context.services[service].document.spec
    for old, new in zip(probes.of_service(service, spec.namespace, context), there, strict=True):
        yield from _replaced(Reference(PROBE, old.name), ADDRESSES, old.targets, new.targets)


def _replaced(
    of: Reference, path: str, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[Patch]:
    if old != new:
        yield Patch(of, path, new, ((path, old),))


def _pointers(rules: RuleSet, alert: str) -> Iterator[str]:
    for i, group in enumerate(rules.groups):
        for j, rule in enumerate(group.rules):
            if isinstance(rule, AlertRule) and rule.alert == alert:
                yield f"/spec/groups/{i}/rules/{j}"


def _of_rule(
    rule_set: str, pointer: str, alert: str, wanted: ServiceAlertOverride
) -> tuple[list[Patch], list[Patch]]:
    of = Reference(RULES, rule_set)
    expect = ((f"{pointer}/alert", alert),)
    if wanted.disabled:
        return [], [_removal(rule_set, pointer, alert)]
    values = (
        (f"{pointer}/for", promql.duration(wanted.for_) if wanted.for_ else ""),
        (f"{pointer}/labels/severity", wanted.severity or ""),
    )
    return [Patch(of, path, value, expect) for path, value in values if value], []


def _position(patch: Patch) -> tuple[int, ...]:
    return tuple(int(part) for part in patch.path.split("/") if part.isdigit())
