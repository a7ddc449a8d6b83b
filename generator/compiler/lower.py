"""Specs and packs → the IR. Called only when the checks found nothing wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import PackKind
from generator.compiler import known, lower_cases, lower_rules, lower_runbooks
from generator.compiler.defaults import tier_numbers
from generator.compiler.fields import read
from generator.compiler.lower_exceptions import exceptions
from generator.compiler.lower_patches import absent, patches
from generator.compiler.settings import pack_settings
from generator.compiler.shards import DataSeries, data_set, shards
from generator.compiler.units import bound
from generator.compiler.workloads import workloads
from generator.ir import Base, Overlay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_exceptions import Models
    from generator.compiler.lower_rules import Sets
    from generator.compiler.unit import Unit
    from generator.ir import Labels
    from generator.spec.platform import PlatformEnvironment


def rule_sets(context: Context) -> Sets:
    """The rule sets every environment shares, with the packs they come from."""
    found = (
        (pack, lower_rules.rule_set(pack, pack_settings(pack, context)))
        for pack in context.active()
    )
    return tuple((pack, rules) for pack, rules in found if rules.groups)


def base(context: Context, sets: Sets) -> Base:
    """What all environments share; depends on the packs, the platform and the services only."""
    from generator.compiler import boards, schema, stack  # noqa: PLC0415 - slow, and seldom needed
    from generator.compiler.dashboards import normal  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    needs = lower_cases.Dependencies(sets)
    platform = stack.platform(context)
    runbooks = (
        *lower_runbooks.pages(context, sets),
        *lower_runbooks.log_pages(context, platform.log_rules),
    )
    return Base(
        selector=selector(context),
        rule_sets=tuple(rules for _, rules in sets),
        tests=tuple(test for pack, rules in sets for test in lower_cases.tests(pack, rules, needs)),
        runbooks=runbooks,
        schemas=schema.pages(),
        platform=platform,
        boards=tuple(boards.boards(context)),
        exports=tuple(normal.exports(context)),
    )


def selector(context: Context) -> Labels:
    """The labels the operator selects rules by."""
    return tuple(sorted(context.platform.rules.labels.items()))


def overlays(context: Context, sets: Sets, units: Iterable[Unit]) -> Iterator[Overlay]:
    """One per environment, in the platform's order."""
    by_name = sorted(units, key=lambda each: each.name)
    for environment in context.platform.environments:
        yield _overlay(environment, context, sets, by_name)


def _overlay(
    environment: PlatformEnvironment, context: Context, sets: Sets, units: list[Unit]
) -> Overlay:
    deployed = tuple(
        (unit, each)
        for unit in units
        for each in unit.deployments
        if environment.name in each.environments
    )
    models: Models = tuple((unit.name, each) for unit, each in deployed)
    series = (
        DataSeries(name, (("model_name", unit.name), *labels), value, unit.name, unit.source)
        for unit, each in deployed
        for name, labels, value in each.constants
    )
    place = context.specs.platforms[0].place
    return Overlay(
        name=environment.name,
        namespace=environment.namespace,
        selector=selector(context),
        rule_sets=(
            data_set("defaults", _common(environment.name, models, context)),
            *shards(series, {unit.name: unit.key for unit, _ in deployed}),
            *exceptions(models, context),
        ),
        patches=tuple(patches(environment.name, context, sets)),
        absent=tuple(absent(environment.name, context)),
        source=f"{place.file}:{place.line}",
        workloads=tuple(workloads(environment.name, deployed, context)),
    )


def _common(environment: str, models: Models, context: Context) -> Iterator[DataSeries]:
    """What one environment states of its tiers, its namespaces and its services."""
    yield from _tiers(context)
    for namespace in sorted(_namespaces(environment, models, context)):
        yield DataSeries(known.WATCHED, (("namespace", namespace),), "1", "", "spec/")
    for pack in context.active():
        yield from _service(pack, environment, context)


def _tiers(context: Context) -> Iterator[DataSeries]:
    for tier, numbers in tier_numbers(context.platform).items():
        label = ("tier", tier)
        for pack in context.packs:
            declared = {name for name, _ in pack.data_series}
            for threshold in pack.thresholds:
                given, value = read(numbers, threshold.field)
                if given:
                    yield DataSeries(
                        threshold.tier_series, (label,), bound(value, threshold.bound), "", "spec/"
                    )
            for datum in pack.data(numbers):
                name = datum.series.replace("model:", "tier:", 1)
                if name in declared:
                    yield DataSeries(
                        name, (label, *datum.labels), promql.number(datum.value), "", "spec/"
                    )


def _namespaces(environment: str, models: Models, context: Context) -> set[str]:
    found = {each.namespace for _, each in models if each.namespace}
    found |= {each.namespace for each in context.platform.environments if each.name == environment}
    for service in context.services.values():
        namespace = service.document.spec.within(environment)
        if namespace is not None:
            found.add(namespace)
    return found


def _service(pack: Pack, environment: str, context: Context) -> Iterator[DataSeries]:
    """The thresholds of a service's alerts: the pack's, the service's, the environment's."""
    service = context.services.get(pack.name)
    spec = service.document.spec if service else None
    absent = spec is not None and spec.within(environment) is None
    if pack.kind in (PackKind.MODEL, PackKind.RUNTIME) or absent:
        return
    change = spec.environments.get(environment) if spec else None
    source = (
        f"{service.place.file}:{service.place.line}" if service else f"generator/packs/{pack.name}"
    )
    layers = [spec.alerts if spec else {}, change.alerts if change else {}]
    for alert in pack.alerts:
        if alert.threshold:
            own = [layer[alert.name].threshold for layer in layers if alert.name in layer]
            value = next(
                (each for each in reversed(own) if each is not None), alert.threshold.default
            )
            yield DataSeries(alert.threshold.series, (), promql.number(value), "", source)
