"""Every receiver of a team is one of the platform's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

TEAM = "apiVersion: watchkeeper/v1\nkind: Team\nmetadata: {name: example}\n"
CODE = Code(
    "REF202",
    "unknown-receiver",
    "A team that names a receiver nobody configured is never told of its alerts.",
    TEAM + "spec: {receivers: {page: pager, ticket: chatt}}\n",
    TEAM + "spec: {receivers: {page: pager, ticket: chat}}\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Both receivers of every team; a platform that could not be read is reported elsewhere."""
    if not context.specs.platforms:
        return
    known = {r.name for p in context.specs.platforms for r in p.document.spec.alerting.receivers}
    for team in context.specs.teams:
        receivers = team.document.spec.receivers
        for severity, name in (("page", receivers.page), ("ticket", receivers.ticket)):
            if name not in known:
                near = nearest(name, known)
                yield CODE.at(
                    context.origin(team.place, ("spec", "receivers", severity)),
                    f"the platform has no receiver {name!r}, "
                    f"so this team's {severity}s would be lost",
                    value=name,
                    fix=f"write {near}"
                    if near
                    else f"add {name} to spec.alerting.receivers of the platform",
                )
