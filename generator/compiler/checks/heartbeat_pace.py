"""The heartbeat comes at a pace that somebody outside can watch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack.routing_named import PLATFORM
from generator.diagnostics import Code
from generator.promql import duration
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

FASTEST, SLOWEST = 30, 900
OUTSIDE = "    - {name: outside, type: webhook, secretRef: {name: receivers, key: outside}}"
SWITCH = "  deadMansSwitch: {receiver: outside, interval: %s}"
CODE = Code(
    "ALERT412",
    "heartbeat-out-of-pace",
    "Rules are evaluated every half minute, so a faster heartbeat says nothing new; "
    "with a slow one, nobody knows for as long that no alert can reach anybody.",
    platform(OUTSIDE, SWITCH % "1h"),
    platform(OUTSIDE, SWITCH % "1m"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The interval of the dead man's switch, if there is one."""
    for found in context.specs.platforms[:1]:
        switch = found.document.spec.alerting.dead_mans_switch
        if switch and not FASTEST <= switch.interval <= SLOWEST:
            pace = duration(switch.interval)
            slow = switch.interval > SLOWEST
            yield CODE.at(
                context.origin(found.place, (*PLATFORM, "deadMansSwitch", "interval")),
                f"for {pace} nobody would notice that no alert can reach anybody"
                if slow
                else f"every {pace} the heartbeat would be heard without having been looked at",
                value=pace,
                fix=f"write {duration(SLOWEST)} or less"
                if slow
                else f"write {duration(FASTEST)} or more",
            )
