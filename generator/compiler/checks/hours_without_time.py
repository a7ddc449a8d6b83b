"""Hours begin before they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.routing_named import PLATFORM
from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic
    from generator.spec.alerting import Hours
    from generator.spec.load import Place

TEAM = (
    "apiVersion: watchkeeper/v1\nkind: Team\nmetadata: {name: night-shift}\n"
    "spec:\n  receivers: {page: pager, ticket: chat}\n  workingHours: {start: %s, end: %s}\n"
)
CODE = Code(
    "ALERT411",
    "hours-without-time",
    "A part of a day that ends before it begins is never: tickets would wait for ever, and nothing "
    "would be muted.",
    TEAM % ('"22:00"', '"06:00"'),
    TEAM % ('"14:00"', '"22:00"'),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Working hours of teams, mute times of the platform."""
    for place, path, hours, follows, fix in _hours(context):
        if hours.end <= hours.start:  # as text: each is HH:MM
            yield CODE.at(
                context.origin(place, path),
                f"from {hours.start} to {hours.end} is no time at all, so {follows}",
                value=f"{hours.start}-{hours.end}",
                fix=fix,
            )


def _hours(context: Context) -> Iterator[tuple[Place, Path, Hours, str, str]]:
    for platform in context.specs.platforms[:1]:
        for index, mute in enumerate(platform.document.spec.alerting.mute_times):
            path = (*PLATFORM, "muteTimes", index)
            fix = "let start come before end; past midnight, write two mute times"
            yield platform.place, path, mute, "nothing would be muted", fix
    for team in context.specs.teams:
        if team.document.spec.working_hours:
            yield (
                team.place,
                ("spec", "workingHours"),
                team.document.spec.working_hours,
                "the team's tickets would wait for ever",
                "let start come before end",
            )
