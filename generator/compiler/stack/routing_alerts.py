"""Which alerts there are in an environment, and the labels on them that routes can see."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from generator.catalog import AlertSeverity, PackKind
from generator.compiler.lower_rules import severities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Alert, LogAlert, Pack
    from generator.compiler.context import Context
    from generator.ir import Labels
    from generator.spec.platform import PlatformEnvironment

    Weights = Iterable[tuple[str, str]]  # (severity, tier)

PAGE, TICKET = AlertSeverity.PAGE.value, AlertSeverity.TICKET.value
TIERS = ("1", "2", "3")
# A model may give any alert another severity, so each can come with any of its tier.
EVERY = tuple(product((PAGE, TICKET), TIERS))
HEARTBEAT = ("purpose", "watchdog")  # on the alert that always fires
OF_MODELS = (PackKind.MODEL, PackKind.RUNTIME)
ANY_MODEL = "any"  # stands for whichever model it is: routes do not look at it


@dataclass(frozen=True, slots=True)
class Carried:
    """An alert as it may arrive at Alertmanager: its name, and the labels its rule states."""

    alert: str
    labels: Labels


def carried(environment: PlatformEnvironment, context: Context) -> Iterator[Carried]:
    """Every alert with every set of labels it can have; the number of models does not matter."""
    for pack in context.active():
        if pack.kind in OF_MODELS:
            for alert in pack.alerts:
                yield from of_models(alert, EVERY, context)
        else:
            yield from of_service(pack, environment, context)


def of_models(alert: Alert, weights: Weights, context: Context) -> Iterator[Carried]:
    """An alert on models, for whichever team owns the model."""
    found = tuple(weights)
    for team in sorted(each.document.metadata.name for each in context.specs.teams):
        for severity, tier in found:
            labels = (("severity", severity), ("team", team), ("tier", tier))
            yield Carried(alert.name, (*labels, ("model_name", ANY_MODEL)))


def usual(alert: Alert) -> Iterator[tuple[str, str]]:
    """The severity and tier that an alert on models has where no model says otherwise."""
    for severity, matchers in severities(alert):
        for tier in TIERS:
            paging = tier == TIERS[0]
            if not matchers or paging == (severity == PAGE):
                yield severity, tier


def of_service(pack: Pack, environment: PlatformEnvironment, context: Context) -> Iterator[Carried]:
    """The alerts of a service or of a part of the stack, as the specs want them there."""
    service = context.services.get(pack.name)
    team = service.document.spec.owner if service else context.platform.owner
    for alert in every(pack):
        severity = weight(alert, pack, environment.name, context)
        if severity:
            labels = (("severity", severity), ("service", pack.name), ("team", team))
            yield Carried(alert.name, (*labels, *own_labels(alert)))


def every(pack: Pack) -> tuple[Alert | LogAlert, ...]:
    """The alerts of a pack, whatever they look at."""
    return (*pack.alerts, *pack.log_alerts)


def own_labels(alert: Alert | LogAlert) -> Labels:
    """The labels that the pack itself gives to an alert."""
    return getattr(alert, "labels", ())


def weight(alert: Alert | LogAlert, pack: Pack, environment: str, context: Context) -> str:
    """The severity of a service's alert in an environment; nothing if it is off there."""
    service = context.services.get(pack.name)
    found = alert.severity.value
    if not service:
        return found
    spec = service.document.spec
    if spec.within(environment) is None:
        return ""
    change = spec.environments.get(environment)
    for layer in (spec.alerts, change.alerts if change else {}):
        own = layer.get(alert.name)
        if own and own.disabled:
            return ""
        found = (own.severity if own else None) or found
    return found
