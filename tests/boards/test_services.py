"""Boards of services: what fires there and what it is compared with is on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.catalog import PackKind, ServiceThreshold
from generator.catalog.board import PanelKind, short
from generator.catalog.panels import PERCENTILES, now, quantiles
from tests.boards import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Pack
    from generator.ir.boards import Board, Panel

OF_SERVICES = tuple(
    pack
    for pack in shipped.context().active()
    if pack.kind is PackKind.SERVICE
    and any(board.uid == f"wk-{pack.name}" for board in shipped.found())
)
each_service = pytest.mark.parametrize("pack", OF_SERVICES, ids=lambda pack: pack.name)


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


def thresholds(pack: Pack, panel: Panel) -> Iterator[ServiceThreshold]:
    """What the alerts that a panel leads to compare with, where it is in the panel's unit."""
    led = {link.title.removeprefix("Runbook: ") for link in panel.links}
    for alert in pack.alerts:
        bound = alert.threshold if alert.name in led else None
        if not isinstance(bound, ServiceThreshold) or short(bound.unit) != panel.unit:
            continue
        if bound.default > 0:
            yield bound


@each_service
def test_a_small_number_that_an_alert_looks_at_turns_red_where_it_fires(pack: Pack) -> None:
    """Whoever looks sees that a number is bad before they know what is usual."""
    for panel in board_of(pack).rows[0].panels:
        for bound in thresholds(pack, panel):
            assert bound.default in [step.value for step in panel.steps], panel.title


@each_service
def test_what_fires_for_a_service_is_on_its_board(pack: Pack) -> None:
    """As a number, as a table that leads to runbooks, and as a mark over the time."""
    board = board_of(pack)
    asked = [(panel.kind, panel.queries[0].expr) for row in board.rows for panel in row.panels]
    kinds = {kind for kind, expr in asked if "ALERTS{" in expr and "firing" in expr}
    assert {PanelKind.STAT, PanelKind.TABLE} <= kinds
    assert any("ALERTS{" in each.expr for each in board.annotations)


@each_service
def test_a_percentile_has_the_same_colour_wherever_it_is(pack: Pack) -> None:
    """Lines of one percentile beside each other are compared by their colour."""
    for row in board_of(pack).rows:
        for panel in row.panels:
            plain = [each for each in panel.queries if re.fullmatch(r"p\d+", each.legend)]
            if panel.kind is PanelKind.GRAPH and plain:
                assert panel.colors == PERCENTILES, panel.title
                assert plain == sorted(plain, key=lambda each: each.legend), panel.title


def test_lines_of_one_percentile_differ_where_there_are_several() -> None:
    """By a label, each line has a colour of its own."""
    (metric,) = (
        each
        for pack in OF_SERVICES
        for each in pack.metrics
        if each.name == "mlflow_http_request_duration_seconds"
    )
    assert quantiles(metric, "Any").colors == PERCENTILES
    assert quantiles(metric, "Any", "status").colors == ()


def test_a_small_number_has_no_bound_that_means_nothing() -> None:
    """In another unit, or at nought, a bound would colour the number wrongly."""
    (metric,) = (
        each
        for pack in OF_SERVICES
        for each in pack.metrics
        if each.name == "mlflow_http_request_duration_seconds"
    )
    panel = quantiles(metric, "Any")
    runs = ServiceThreshold("any:runs:max", 5, unit="runs", help="Any.")
    nought = ServiceThreshold("any:seconds:max", 0, unit="seconds", help="Any.")
    with pytest.raises(ValueError, match="its bound in runs"):
        now(panel, "Any", bound=runs)
    with pytest.raises(ValueError, match="all is red"):
        now(panel, "Any", bound=nought)
    assert now(panel, "Any", ref="B").queries[0].expr == panel.queries[1].expr


# Temperatures are not read from nought.
FROM_ELSEWHERE = ("celsius",)


@each_service
def test_what_is_counted_is_drawn_from_nought_up(pack: Pack) -> None:
    """How little is left, or that there is nothing, is seen only on an axis that begins there."""
    panels = [panel for row in board_of(pack).rows for panel in row.panels]
    drawn = [each for each in panels if each.kind is PanelKind.GRAPH]
    assert [each.title for each in drawn if each.low != 0 and each.unit not in FROM_ELSEWHERE] == []
