"""The dead man's switch is a machine outside that hears the heartbeat and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.routing_named import PLATFORM, receivers
from generator.diagnostics import Code
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

OUTSIDE = "    - {name: outside, type: %s, secretRef: {name: receivers, key: outside}}"
SWITCH = "  deadMansSwitch: {receiver: outside}"
CODE = Code(
    "REF212",
    "not-a-dead-mans-switch",
    "The heartbeat arrives every minute for ever: people would be flooded with it, and a machine "
    "that waits for it takes any other alert for a sign of life.",
    platform(OUTSIDE % "slack", SWITCH),
    platform(OUTSIDE % "webhook", SWITCH),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Its type, and that no team and no route names it too."""
    for found in context.specs.platforms[:1]:
        alerting = found.document.spec.alerting
        switch = alerting.dead_mans_switch
        if switch is None:
            return
        kinds = {each.name: each.type for each in alerting.receivers}
        kind = kinds.get(switch.receiver, "webhook")
        if kind != "webhook":
            yield CODE.at(
                context.origin(found.place, (*PLATFORM, "deadMansSwitch", "receiver")),
                f"{switch.receiver} is of type {kind}, so people would hear the heartbeat "
                "and nobody would notice its end",
                value=switch.receiver,
                fix="name a receiver of type webhook",
            )
        for name, place, path in receivers(context):
            if name == switch.receiver:
                yield CODE.at(
                    context.origin(place, path),
                    f"{name} waits for the heartbeat alone, so nobody would read these alerts",
                    value=name,
                    fix="name another receiver",
                )
