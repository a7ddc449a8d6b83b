"""Every name in a route is the name of something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import PackKind
from generator.compiler.stack.routing_alerts import OF_MODELS, every
from generator.compiler.stack.routing_named import PLATFORM, written
from generator.compiler.stack.routing_wanted import conditions
from generator.diagnostics import Code, nearest
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from generator.compiler.context import Context, Path
    from generator.compiler.stack.routing_named import Written
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

MANY = 20  # names that nobody would read through
CODE = Code(
    "REF209",
    "unknown-name-in-route",
    "A route to somebody who is not there loses what it takes, and one for what is not there "
    "takes nothing.",
    platform("  routes: [{alert: ModelTrafficLow, receiver: chatt}]"),
    platform("  routes: [{alert: ModelTrafficLow, receiver: chat}]"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Receivers, mute times, teams, environments, services and alerts of all routes."""
    for platform_ in context.specs.platforms[:1]:
        switch = platform_.document.spec.alerting.dead_mans_switch
        path = (*PLATFORM, "deadMansSwitch", "receiver")
        if switch:
            yield from _one("receiver", switch.receiver, platform_.place, path, context)
        for each in written(context):
            for kind, name, more in _names(each):
                yield from _one(kind, name, each.place, (*each.path, *more), context)


def unknown(each: Written, context: Context) -> bool:
    """Whether a route names anything that is not there."""
    return any(name not in _known(kind, context) for kind, name, _ in _names(each))


def _names(each: Written) -> Iterator[tuple[str, str, Path]]:
    route = each.route
    yield "receiver", route.receiver, ("receiver",)
    for kind, name in conditions(route):
        if kind in ("service", "alert", "team"):
            yield kind, name, (kind,)
    for kind, field in (("mute time", "mute"), ("environment", "environments")):
        for index, name in enumerate(getattr(route, field)):
            yield kind, name, (field, index)


def _one(kind: str, name: str, place: Place, path: Path, context: Context) -> Iterator[Diagnostic]:
    known = _known(kind, context)
    if name not in known:
        lost = "what it takes would be lost" if kind == "receiver" else "it changes nothing"
        yield CODE.at(
            context.origin(place, path),
            f"there is no {kind} {name!r} here, so {lost}",
            value=name,
            fix=_fix(name, known, context),
        )


def _fix(name: str, known: Collection[str], context: Context) -> str:
    """The name that is nearly the same, or what to add so that this one exists."""
    for pack in context.packs:
        names = {pack.name, *(alert.name for alert in every(pack))}
        if pack.kind is PackKind.SERVICE and name in names:
            return f"add a document of kind Service named {pack.name}"
    near = nearest(name, known)
    listed = f"write one of: {', '.join(sorted(known))}" if 0 < len(known) < MANY else "delete it"
    return f"write {near}" if near else listed


def _known(kind: str, context: Context) -> Collection[str]:
    alerting = context.platform.alerting
    packs = tuple(context.active())
    found: Mapping[str, Iterable[str]] = {
        "receiver": (each.name for each in alerting.receivers),
        "mute time": (each.name for each in alerting.mute_times),
        "environment": context.environments,
        "team": (each.document.metadata.name for each in context.specs.teams),
        # Alerts on models carry no service.
        "service": (pack.name for pack in packs if pack.kind not in OF_MODELS and every(pack)),
        "alert": (alert.name for pack in packs for alert in every(pack)),
    }
    return set(found[kind])
