"""Messages are put together by labels that alerts have, each named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.known import known
from generator.compiler.stack.routing_alerts import carried
from generator.compiler.stack.routing_named import PLATFORM
from generator.diagnostics import Code, nearest
from generator.spec.examples import platform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

OF_ALL = ("cluster", "environment")  # Prometheus adds them to whatever it sends
CODE = Code(
    "REF213",
    "unknown-group-label",
    "A label that no alert has is empty on all of them and keeps nothing apart; "
    "one that is named twice is refused by Alertmanager.",
    platform("  grouping: {by: [alertname, taem]}"),
    platform("  grouping: {by: [alertname, team]}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The labels of ``grouping.by``."""
    for found in context.specs.platforms[:1]:
        grouping = found.document.spec.alerting.grouping
        if "by" not in grouping.model_fields_set:
            return
        labels = _labels(context)
        for index, label in enumerate(grouping.by):
            where = context.origin(found.place, (*PLATFORM, "grouping", "by", index))
            near = nearest(label, labels)
            if label in grouping.by[:index]:
                message = f"{label} is named before, and Alertmanager would refuse to start"
                yield CODE.at(where, message, value=label, fix="delete one of them")
            elif label not in labels:
                message = f"no alert has a label {label!r}, so it keeps no messages apart"
                fix = f"write {near}" if near else "write alertname, service, team or namespace"
                yield CODE.at(where, message, value=label, fix=fix)


def _labels(context: Context) -> frozenset[str]:
    """What rules state, and what the series that they look at may hand on."""
    stated = {
        name
        for environment in context.platform.environments
        for found in carried(environment, context)
        for name, _ in found.labels
    }
    series = known(context.active()).values()
    return frozenset(("alertname", *OF_ALL, *stated, *(n for s in series for n in s.labels)))
