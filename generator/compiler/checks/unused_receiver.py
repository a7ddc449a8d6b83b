"""Every receiver is somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.routing_named import PLATFORM, receivers
from generator.diagnostics import Code, Severity
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

MAIL = "    - {name: archive, type: webhook, secretRef: {name: receivers, key: archive}}"
CODE = Code(
    "REF210",
    "unused-receiver",
    "A receiver that nobody names hears nothing; often a route to it was forgotten.",
    platform(MAIL),
    platform(MAIL, "  routes: [{continue: true, receiver: archive}]"),
    Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The receivers of the platform; it says nothing while a team could not be read."""
    for found in context.specs.platforms[:1]:
        alerting = found.document.spec.alerting
        switch = alerting.dead_mans_switch
        used = {name for name, _, _ in receivers(context)} | {switch.receiver if switch else ""}
        for index, each in enumerate(alerting.receivers):
            if each.name not in used:
                yield CODE.at(
                    context.origin(found.place, (*PLATFORM, "receivers", index, "name")),
                    f"no team and no route names {each.name}, so it hears nothing",
                    value=each.name,
                    fix="write a route to it, or delete it",
                )
