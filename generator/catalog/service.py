"""What boards of services have in common: alerts of the service, the worst of many, counted events.

How a service is watched is the pack's; this only saves each of them the same few queries.
"""

from __future__ import annotations

from dataclasses import replace

from generator.catalog.board import (
    FIRING_COLUMNS,
    Annotation,
    Color,
    Panel,
    PanelKind,
    Query,
    Step,
)
from generator.catalog.panels import number_of

IS_UP = ((0, "down", Color.BAD), (1, "up", Color.GOOD))
ONE_IS_GOOD = (Step(None, Color.BAD), Step(1, Color.GOOD))
MOST = 10  # lines in one graph


def _firing(service: str) -> str:
    return f'ALERTS{{alertstate="firing", service="{service}"}}'


def alarms(service: str) -> Annotation:
    """Marks the times at which alerts of a service fired."""
    return Annotation(
        "Alerts", f"count by (alertname) ({_firing(service)})", Color.BAD, "{{alertname}}"
    )


def firing(service: str) -> Panel:
    """How many alerts of a service fire, as a small number."""
    found = number_of(
        "Firing alerts",
        "Alerts on this service that fire now, in every namespace; the table below names them.",
        f"count by (alertname, severity) ({_firing(service)})",
    )
    return replace(found, width=3)


def alerts_of(service: str) -> Panel:
    """Which alerts of a service fire, each with its runbook."""
    who = "by (alertname, severity)"
    since = f'ALERTS_FOR_STATE{{service="{service}"}}'
    return Panel(
        title="Alerts",
        description=(
            "What fires for this service now, in every namespace; the name of an alert leads to "
            "its runbook. Empty is good."
        ),
        unit="",
        kind=PanelKind.TABLE,
        queries=(
            Query("A", f"max {who} ({_firing(service)})", instant=True),
            Query(
                "B",
                f"min {who} ({since} and on (alertname, severity) {_firing(service)})",
                instant=True,
            ),
        ),
        columns=FIRING_COLUMNS,
        width=12,
        height=6,
        sort="Since",
    )


def most(panel: Panel, *, lowest: bool = False) -> Panel:
    """The panel with the worst lines of its first query only, so that many still fit."""
    using, which = ("bottomk", "lowest") if lowest else ("topk", "highest")
    first = replace(panel.queries[0], expr=f"{using}({MOST}, {panel.queries[0].expr})")
    return replace(
        panel,
        description=f"{panel.description} The {MOST} {which} are shown.",
        queries=(first, *panel.queries[1:]),
    )


def counted(series: str, window: str) -> str:
    """How far a counter rose within a window.

    One that begins with its first event begins at 1, which increase() does not see: series that
    were not there when the window began are counted as they are.
    """
    return f"({series} unless {series} offset {window} or increase({series}[{window}]))"
