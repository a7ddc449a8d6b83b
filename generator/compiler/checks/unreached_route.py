"""Every route is taken by some alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.checks.unknown_in_route import unknown
from generator.compiler.stack.routing_alerts import PAGE
from generator.compiler.stack.routing_named import written
from generator.compiler.stack.routing_reach import arriving
from generator.compiler.stack.routing_wanted import conditions
from generator.diagnostics import Code
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.compiler.stack.routing_named import Written
    from generator.compiler.stack.routing_wanted import Told
    from generator.diagnostics import Diagnostic

CODE = Code(
    "ALERT409",
    "unreached-route",
    "A route that no alert takes tells nobody of anything, whatever its author hoped for.",
    platform("  routes: [{alert: DataDriftDetected, severity: page, receiver: chat}]"),
    platform("  routes: [{alert: DataDriftDetected, severity: ticket, receiver: chat}]"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The routes of the platform and of all teams; routes with unknown names are REF209's."""
    if not context.specs.platforms:
        return
    left: dict[tuple[str, int | None], Written] = {
        (each.team, each.index): each for each in written(context) if not unknown(each, context)
    }
    why: dict[tuple[str, int | None], str] = {}
    for wanted, found, told in arriving(context) if left else ():
        for one in told:
            left.pop((one.team, one.index), None)
        labels = wanted.seen(found)
        for key, each in left.items():
            mine = each.team in ("", labels["team"])
            if key not in why and mine and wanted.takes(each.route, labels):
                why[key] = _taken(told, context)
    for key, each in left.items():
        yield CODE.at(
            context.origin(each.place, each.path),
            f"{why.get(key) or _nothing(each, context)}, so this tells nobody of anything",
            value=", ".join(f"{name}: {value}" for name, value in conditions(each.route)),
            fix="write it before that one, or delete it"
            if key in why
            else "leave a condition out, or delete the route",
        )


def _taken(told: tuple[Told, ...], context: Context) -> str:
    """Who took the alerts that the route asks for: the last one told, for there the way ended."""
    last = told[-1]
    for each in written(context):
        if (each.team, each.index) == (last.team, last.index):
            return f"the route at {context.origin(each.place, each.path)} takes all of this before"
    return "the heartbeat goes to the dead man's switch alone"


def _nothing(each: Written, context: Context) -> str:
    """Why no alert is like that."""
    here = each.route.environments
    paging = any(
        one.paging for one in context.platform.environments if not here or one.name in here
    )
    if each.route.severity == PAGE and not paging:
        return "where this holds pages go where tickets go"
    who = f" of team {each.team}" if each.team else ""
    return f"no alert{who} is like this"
