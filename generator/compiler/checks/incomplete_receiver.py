"""Every receiver has what its type needs, and nothing that it cannot use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.compiler.stack.routing_named import PLATFORM
from generator.diagnostics import Code
from generator.spec.examples import platform
from generator.spec.types import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.alerting import Alerting, Receiver

ROUTE = "  routes: [{continue: true, receiver: archive}]"
KEYS = {
    "msteams": "the address of its webhook",
    "opsgenie": "its key",
    "pagerduty": "its routing key",
    "slack": "the address of its webhook",
    "webhook": "its address",
}
# Alertmanager runs the name of a channel as a template, so braces must not get there.
CHANNEL = re.compile(r"[#@]?[\w.\-]{1,80}")
CODE = Code(
    "REF211",
    "incomplete-receiver",
    "Alertmanager starts without the address or the key of a receiver and fails when it is needed.",
    platform("    - {name: archive, type: webhook}", ROUTE),
    platform(
        "    - {name: archive, type: webhook, secretRef: {name: receivers, key: archive}}", ROUTE
    ),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The receivers of the platform."""
    for found in context.specs.platforms[:1]:
        alerting = found.document.spec.alerting
        for index, each in enumerate(alerting.receivers):
            wrong = _wrong(each, alerting)
            if wrong:
                key, message, fix = wrong
                path = (*PLATFORM, "receivers", index, key)
                value = each.channel if key == "channel" else each.type
                yield CODE.at(context.origin(found.place, path), message, value=value, fix=fix)


def _wrong(receiver: Receiver, alerting: Alerting) -> tuple[str, str, str] | None:
    """The key that is to blame, the message and what to write."""
    name, kind, channel = receiver.name, receiver.type, receiver.channel
    if kind == "email":
        return _mail(name, channel, alerting)
    if receiver.secret_ref is None:
        says = f"nothing says where {KEYS[kind]} is kept, so nobody would hear from {name}"
        return "type", says, "add secretRef: {name: <Secret>, key: <key>}"
    if channel and kind != "slack":
        return "channel", f"type {kind} has no channels, so this changes nothing", "take it out"
    if channel and not CHANNEL.fullmatch(channel):
        says = f"this is no channel that Slack would know, so {name} would reach nobody"
        return "channel", says, 'write it like "#ml-alerts"'
    return None


def _mail(name: str, channel: str | None, alerting: Alerting) -> tuple[str, str, str] | None:
    if channel is None:
        return "type", f"{name} has no address, so nobody would get mail", "add channel: <address>"
    if not ADDRESS.fullmatch(channel):
        return "channel", f"mail for {name} goes to no address", "write it like ops@example.org"
    if alerting.smtp is None:
        says = f"no server takes our mail, so {name} would hear nothing"
        return "type", says, "add spec.alerting.smtp with host and from"
    return None
