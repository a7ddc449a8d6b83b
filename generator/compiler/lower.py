"""Specs and packs → the estate. Called only when the checks found nothing wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import Bound, PackKind
from generator.compiler import known, lower_cases, lower_rules, lower_runbooks, schema
from generator.compiler.defaults import tier_numbers
from generator.compiler.fields import read
from generator.compiler.lower_exceptions import exceptions
from generator.compiler.lower_patches import absent, patches
from generator.compiler.shards import DataSeries, data_set, shards
from generator.ir import Environment, Estate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.ir import RuleSet
    from generator.spec import ModelSpec
    from generator.spec.load import LoadedModel
    from generator.spec.platform import PlatformEnvironment

Sets = tuple[tuple["Pack", "RuleSet"], ...]


def base(context: Context) -> Sets:
    """The rule sets every environment shares, with the packs they come from."""
    found = ((pack, lower_rules.rule_set(pack, settings(pack, context))) for pack in context.active())
    return tuple((pack, rules) for pack, rules in found if rules.groups)


def settings(pack: Pack, context: Context) -> lower_rules.PackSettings:
    """What the specs say of a pack for all environments."""
    service = context.services.get(pack.name)
    spec = service.document.spec if service else None
    changes = {
        name: lower_rules.AlertSettings(
            for_=promql.duration(change.for_) if change.for_ else "",
            severity=change.severity or "",
            disabled=change.disabled or "",
        )
        for name, change in (spec.alerts if spec else {}).items()
    }
    team = spec.owner if spec else context.platform.owner
    return lower_rules.PackSettings(team, context.platform.runbooks, changes)


def lower(context: Context, sets: Sets) -> Estate:
    """Everything the emitters need."""
    needs = lower_cases.Dependencies(sets)
    return Estate(
        platform=context.specs.platforms[0].document.metadata.name,
        selector=tuple(sorted(context.platform.rules.labels.items())),
        rule_sets=tuple(rules for _, rules in sets),
        environments=tuple(_environment(each, context, sets) for each in context.platform.environments),
        tests=tuple(test for pack, rules in sets for test in lower_cases.tests(pack, rules, needs)),
        runbooks=tuple(lower_runbooks.pages(context, sets)),
        schemas=schema.pages(),
    )


def _environment(environment: PlatformEnvironment, context: Context, sets: Sets) -> Environment:
    models = tuple(_deployed(environment.name, context))
    data = (series for model, spec in models for series in _model_data(model, spec, context))
    platform = context.specs.platforms[0].place
    return Environment(
        name=environment.name,
        namespace=environment.namespace,
        rule_sets=(
            data_set("defaults", _common_data(environment.name, models, context)),
            *exceptions(models, context),
            *shards(data),
        ),
        patches=tuple(patches(environment.name, context, sets)),
        absent=tuple(absent(environment.name, context)),
        source=f"{platform.file}:{platform.line}",
    )


def _deployed(environment: str, context: Context) -> Iterator[tuple[LoadedModel, ModelSpec]]:
    for model in context.specs.models:
        spec = model.within(environment)
        if spec.enabled:
            yield model, spec


def _model_data(model: LoadedModel, spec: ModelSpec, context: Context) -> Iterator[DataSeries]:
    """What one environment states of one model: its identity, then each number it sets itself."""
    who, source = ("model_name", model.name), f"{model.place.file}:{model.place.line}"
    identity = (
        who,
        ("team", spec.owner),
        ("tier", str(spec.tier)),
        ("task", spec.task),
        ("runtime", spec.serving.runtime),
    )
    yield DataSeries(known.INFO, identity, "1", model.name, source)
    for pack in context.packs:
        for threshold in pack.thresholds:
            given, value = read(spec, threshold.field)
            if given:
                yield DataSeries(threshold.series, (who,), _bound(value, threshold.bound), model.name, source)
        for datum in pack.data(spec):
            yield DataSeries(datum.series, (who, *datum.labels), promql.number(datum.value), model.name, source)
    for name, change in sorted(spec.alerts.items()):
        if change.model_fields_set:
            yield DataSeries(known.EXEMPT, (who, ("alertname", name)), "1", model.name, source)


def _bound(value: float | None, bound: Bound) -> str:
    """A null threshold is one that no value crosses."""
    if value is None:
        value = math.inf if bound is Bound.MAX else -math.inf
    return promql.number(value)


def _common_data(
    environment: str, models: tuple[tuple[LoadedModel, ModelSpec], ...], context: Context
) -> Iterator[DataSeries]:
    """What one environment states of its tiers, its namespaces and its services."""
    source = "spec/"
    for tier, numbers in tier_numbers(context.platform).items():
        label = ("tier", tier)
        for pack in context.packs:
            declared = {name for name, _ in pack.data_series}
            for threshold in pack.thresholds:
                given, value = read(numbers, threshold.field)
                if given:
                    yield DataSeries(threshold.tier_series, (label,), _bound(value, threshold.bound), "", source)
            for datum in pack.data(numbers):
                name = datum.series.replace("model:", "tier:", 1)
                if name in declared:
                    yield DataSeries(name, (label, *datum.labels), promql.number(datum.value), "", source)
    for namespace in sorted(_namespaces(environment, models, context)):
        yield DataSeries(known.WATCHED, (("namespace", namespace),), "1", "", source)
    for pack in context.active():
        yield from _service_data(pack, environment, context)


def _namespaces(
    environment: str, models: tuple[tuple[LoadedModel, ModelSpec], ...], context: Context
) -> set[str]:
    found = {spec.serving.namespace for _, spec in models if spec.serving.namespace}
    for service in context.services.values():
        change = service.document.spec.environments.get(environment)
        if change is None or change.enabled:
            found.add((change.namespace if change else None) or service.document.spec.namespace)
    return found


def _service_data(pack: Pack, environment: str, context: Context) -> Iterator[DataSeries]:
    """The thresholds of a service's alerts: the pack's, the service's, the environment's."""
    service = context.services.get(pack.name)
    spec = service.document.spec if service else None
    change = spec.environments.get(environment) if spec else None
    if pack.kind in (PackKind.MODEL, PackKind.RUNTIME) or (change and not change.enabled):
        return
    source = f"{service.place.file}:{service.place.line}" if service else f"generator/packs/{pack.name}"
    for alert in pack.alerts:
        if alert.threshold:
            layers = [spec.alerts.get(alert.name) if spec else None, change.alerts.get(alert.name) if change else None]
            own = [layer.threshold for layer in layers if layer and layer.threshold is not None]
            value = own[-1] if own else alert.threshold.default
            yield DataSeries(alert.threshold.series, (), promql.number(value), "", source)


