"""Boards of services: what fires there and what it is compared with is on them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from generator.catalog import PackKind, ServiceThreshold
from generator.catalog.service import counted
from tests.boards import shipped
from tests.support.command import tool

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalog import Pack
    from generator.ir.boards import Board

OF_SERVICES = tuple(
    pack
    for pack in shipped.context().active()
    if pack.kind is PackKind.SERVICE
    and any(board.uid == f"wk-{pack.name}" for board in shipped.found())
)
each_service = pytest.mark.parametrize("pack", OF_SERVICES, ids=lambda pack: pack.name)

# Minutes of three hours; a series that is not there has an underscore.
SERIES = {
    'runs{of="old"}': "5x180",
    'runs{of="born"}': "_x150 1x30",
    'runs{of="grows"}': "0+1x180",
    'runs{of="restarted"}': "7x150 0x9 1x21",
}
EXPECTED = {"old": 0, "born": 1, "grows": 60, "restarted": 1}


def board_of(pack: Pack) -> Board:
    """The board that has the pack's name."""
    (found,) = (board for board in shipped.found() if board.uid == f"wk-{pack.name}")
    return found


@each_service
def test_every_alert_of_a_service_has_a_panel_on_its_board(pack: Pack) -> None:
    """Whoever is woken finds the panel that leads to the alert's runbook."""
    panels = [panel for row in board_of(pack).rows for panel in row.panels]
    linked = {link.title.removeprefix("Runbook: ") for panel in panels for link in panel.links}
    alerts = {alert.name for alert in pack.alerts} | {alert.name for alert in pack.log_alerts}
    assert alerts - linked == set()


@each_service
def test_every_threshold_of_a_service_is_a_line_on_its_board(pack: Pack) -> None:
    """What alerts compare with can be seen beside what is compared."""
    panels = [panel for row in board_of(pack).rows for panel in row.panels]
    drawn = "".join(query.expr for panel in panels for query in panel.queries if query.limit)
    compared = {
        alert.threshold.series
        for alert in pack.alerts
        if isinstance(alert.threshold, ServiceThreshold)
    }
    assert {series for series in compared if series not in drawn} == set()


def test_events_are_counted_from_the_first_one_on(tmp_path: Path) -> None:
    """A counter that begins within the window counts whole, an old one by what it grew."""
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": text} for name, text in SERIES.items()],
        "promql_expr_test": [
            {
                "expr": f"round(sum by (of) ({counted('runs', '1h')}))",
                "eval_time": "3h",
                "exp_samples": [
                    {"labels": f'{{of="{name}"}}', "value": value}
                    for name, value in EXPECTED.items()
                ],
            }
        ],
    }
    path = tmp_path / "counted.yaml"
    path.write_text(json.dumps({"tests": [case]}), "utf-8")
    done = subprocess.run(
        [tool("promtool"), "test", "rules", str(path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
