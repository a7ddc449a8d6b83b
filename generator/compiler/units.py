"""One model, compiled: what each environment states of it, in plain values a cache can hold.

A unit depends on its file, on the platform's defaults and on the packs, and on nothing else.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import AlertSeverity, Bound
from generator.compiler import known
from generator.compiler.fields import read
from generator.compiler.lower_rules import PAGING_TIER
from generator.compiler.unit import Deployment, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Alert
    from generator.compiler.context import Context
    from generator.compiler.unit import Constant, Errand, Exception_
    from generator.spec import ModelSpec
    from generator.spec.load import LoadedModel


def unit(model: LoadedModel, context: Context) -> Unit:
    """The model in every environment that has it."""
    by_spec: dict[int, list[str]] = {}
    for environment in context.environments:
        by_spec.setdefault(id(model.within(environment)), []).append(environment)
    found = (
        _deployment(model.name, tuple(environments), model.within(environments[0]), context)
        for environments in by_spec.values()
        if model.within(environments[0]).enabled
    )
    place = model.place
    return Unit(model.name, f"{place.file}:{place.line}", context.digests[place.file], tuple(found))


def _deployment(
    name: str, environments: tuple[str, ...], spec: ModelSpec, context: Context
) -> Deployment:
    return Deployment(
        environments,
        spec.serving.namespace or "",
        tuple(_constants(spec, context)),
        tuple(_exceptions(spec, context)),
        tuple(_errands(name, spec, context)),
    )


def _constants(spec: ModelSpec, context: Context) -> Iterator[Constant]:
    """The model's identity, each number it sets itself, and the alerts it is exempt from."""
    identity = (
        ("team", spec.owner),
        ("tier", str(spec.tier)),
        ("task", spec.task),
        ("runtime", spec.serving.runtime),
    )
    yield known.INFO, identity, "1"
    for pack in context.packs:
        for threshold in pack.thresholds:
            given, value = read(spec, threshold.field)
            if given:
                yield threshold.series, (), bound(value, threshold.bound)
        for datum in pack.data(spec):
            yield datum.series, datum.labels, promql.number(datum.value)
    for name, change in sorted(spec.alerts.items()):
        if change.disabled or change.for_ or change.severity:  # a null changes nothing
            yield known.EXEMPT, (("alertname", name),), "1"


def bound(value: float | None, side: Bound) -> str:
    """A threshold as PromQL text; null is one that no value crosses."""
    if value is None:
        value = math.inf if side is Bound.MAX else -math.inf
    return promql.number(value)


def _exceptions(spec: ModelSpec, context: Context) -> Iterator[Exception_]:
    for name, change in sorted(spec.alerts.items()):
        if not change.disabled and (change.for_ or change.severity):
            _, alert = context.model_alerts[name]
            for_ = promql.duration(change.for_) if change.for_ else alert.for_
            yield name, for_, change.severity or _severity(alert, spec)


def _errands(name: str, spec: ModelSpec, context: Context) -> Iterator[Errand]:
    """What is run for the model on a schedule."""
    for pack in context.working:
        job = pack.job and pack.job(name, spec.task, spec, context.tiers[str(spec.tier)])
        if job:  # ASCII, so that no character hides in a block of YAML
            yield pack.name, job.schedule, json.dumps(job.fields)


def _severity(alert: Alert, spec: ModelSpec) -> str:
    if alert.severity is not AlertSeverity.BY_TIER:
        return alert.severity.value
    pages = str(spec.tier) == PAGING_TIER
    return (AlertSeverity.PAGE if pages else AlertSeverity.TICKET).value
