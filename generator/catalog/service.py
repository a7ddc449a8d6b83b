"""What boards of services have in common: alerts of the service, the worst of many, counted events.

How a service is watched is the pack's; this only saves each of them the same few queries.
"""

from __future__ import annotations

from dataclasses import replace

from generator.catalog import ranked
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
SOON = "10m"  # a scrape that fails or is late does not hide what was there


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
    """The panel with the worst lines of its first query only, so that many still fit.

    They are chosen once for the time that is shown, so that each line is whole.
    """
    choose, which = (ranked.lowest, "lowest") if lowest else (ranked.highest, "highest")
    first = replace(panel.queries[0], expr=choose(panel.queries[0].expr, MOST))
    return replace(
        panel,
        description=f"{panel.description} Shown are the {MOST} that were {which} in this time.",
        queries=(first, *panel.queries[1:]),
    )


def counted(series: str, window: str, up: str = "up") -> str:
    """How far a counter rose within a window.

    One that begins with its first event begins at 1, which increase() does not see: series that
    were not there in as much time before the window are counted as they are. Only where their job
    answered when the window began, by ``up``: else nobody knows what of them is old.
    """
    old = f"present_over_time({series}[{window}] offset {window})"
    asked = f"max_over_time({up}[{SOON}] offset {window}) == 1"
    return f"({series} unless {old} and on (job) ({asked}) or increase({series}[{window}]))"
