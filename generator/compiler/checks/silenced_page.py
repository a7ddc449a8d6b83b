"""No page waits for the end of a mute time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.routing_alerts import PAGE
from generator.compiler.stack.routing_named import written
from generator.compiler.stack.routing_reach import arriving
from generator.diagnostics import Code
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.compiler.stack.routing_named import Written
    from generator.diagnostics import Diagnostic

NIGHT = '  muteTimes: [{name: night, start: "00:00", end: "06:00"}]'
ROUTE = "  routes: [{alert: ModelTrafficLow, %sreceiver: pager, mute: [night]}]"
CODE = Code(
    "ALERT410",
    "silenced-page",
    "A page means that somebody has to get up now; a mute time lets it wait, and nobody knows.",
    platform(NIGHT, ROUTE % ""),
    platform(NIGHT, ROUTE % "severity: ticket, "),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Pages that all the routes they take may mute; the owner may still hear of the others."""
    if not context.specs.platforms:
        return
    muting: dict[tuple[str, int | None], Written] = {
        (each.team, each.index): each for each in written(context) if each.route.mute
    }
    for wanted, found, told in arriving(context) if muting else ():
        taken = [(one.team, one.index) for one in told]
        page = wanted.environment.paging and ("severity", PAGE) in found.labels
        if page and taken and all(key in muting for key in taken):
            for key in taken:
                each = muting.pop(key)
                yield CODE.at(
                    context.origin(each.place, (*each.path, "mute")),
                    f"this mutes pages too: in {wanted.environment.name} nobody would hear of "
                    f"{found.alert} while {each.route.mute[0]} lasts",
                    value=", ".join(each.route.mute),
                    fix="add severity: ticket to the route",
                )
