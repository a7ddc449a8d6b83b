"""Boards before they are written: whole, readable, and none of them in another's way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import proof_board_codes as codes
from generator.compiler import proof_queries
from generator.compiler.boards import boards
from generator.diagnostics import Origin
from generator.ir import AlertRule
from generator.ir.boards import MEASURES, WIDTH, PanelKind
from generator.promql import MetricType, SeriesType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_rules import Sets
    from generator.diagnostics import Diagnostic
    from generator.ir.boards import Board, Panel

# What Prometheus itself writes of alerts, with every label that an alert has.
OF_ALERTS = (("ALERTS", ("alertname", "alertstate")), ("ALERTS_FOR_STATE", ("alertname",)))
WITHOUT_UNIT = (PanelKind.TABLE, PanelKind.LOGS, PanelKind.TRACES)
_BOARD = re.compile(r"/d/([\w-]+)")


@dataclass(frozen=True, slots=True)
class Against:
    """What boards are held against: series, units, and where links may lead."""

    known: Mapping[str, SeriesType]
    units: frozenset[str]
    runbooks: str
    alerts: frozenset[str]


def prove(context: Context, sets: Sets, known: Mapping[str, SeriesType]) -> Iterator[Diagnostic]:
    """Everything that is wrong with the boards of the packs."""
    active = tuple(context.active())
    against = Against(
        known={**known, **alert_series(sets, known)},
        units=frozenset(units(context.packs)),
        runbooks=context.platform.runbooks.rstrip("/"),
        alerts=frozenset(names(active)),
    )
    yield from check(tuple(boards(context)), against)


def check(found: tuple[Board, ...], against: Against) -> Iterator[Diagnostic]:
    """Everything that is wrong with some boards."""
    yield from _twice(found)
    uids = frozenset(board.uid for board in found)
    for board in found:
        yield from proof_queries.check(board, against.known)
        yield from _laid_out(board)
        yield from _numbers(board)
        for row in board.rows:
            for panel in row.panels:
                yield from _words(panel, board, against)
                yield from _links(panel, board, uids, against)


def alert_series(sets: Sets, known: Mapping[str, SeriesType]) -> dict[str, SeriesType]:
    """The series of alerts; a query can read any label that some alert has."""
    labels: set[str] = set()
    for _, rules in sets:
        for group in rules.groups:
            for rule in group.rules:
                if isinstance(rule, AlertRule):
                    labels |= promql.infer(rule.expr, known.get).labels or set()
                    labels |= {name for name, _ in rule.labels}
    return {
        name: SeriesType(name, MetricType.GAUGE, frozenset(labels | {*own}))
        for name, own in OF_ALERTS
    }


def units(packs: Iterable[Pack]) -> Iterator[str]:
    """Measures, and whatever the catalogue counts."""
    yield from MEASURES
    for pack in packs:
        yield from (metric.unit for metric in pack.metrics)
        yield from (signal.unit for signal in pack.signals)
        yield from (threshold.unit for threshold in pack.thresholds)


def names(packs: Iterable[Pack]) -> Iterator[str]:
    """The alerts there are, each with a runbook."""
    for pack in packs:
        yield from (alert.name for alert in pack.alerts)
        yield from (alert.name for alert in pack.log_alerts)


def _origin(board: Board) -> Origin:
    return Origin(f"generator/packs/{board.pack}")


def _twice(found: tuple[Board, ...]) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, ...], Board] = {}
    for board in found:
        for what, key in (
            ("uid", ("uid", board.uid)),
            ("title", ("title", board.folder, board.title)),
        ):
            other = seen.setdefault(key, board)
            if other is not board:
                yield codes.TWICE.at(
                    _origin(board),
                    f"{board.title}: a board of pack {other.pack} has the same {what}",
                    value=key[-1],
                    fix=f"choose another {what}",
                )


def _laid_out(board: Board) -> Iterator[Diagnostic]:
    taken: dict[tuple[int, int], str] = {}
    for row in board.rows:
        taken |= {(x, row.y): row.title for x in range(WIDTH)}
        for panel in row.panels:
            place = [
                (x, y)
                for x in range(panel.x, panel.x + panel.width)
                for y in range(panel.y, panel.y + panel.height)
            ]
            outside = panel.x < 0 or panel.x + panel.width > WIDTH
            hidden = next((taken[each] for each in place if each in taken), None)
            if outside or hidden is not None:
                over = f"the panel {hidden}" if hidden is not None else "the edge"
                yield codes.OVERLAP.at(
                    _origin(board),
                    f"{board.title}, {panel.title}: overlaps {over}",
                    value=panel.title,
                    fix=f"keep to {WIDTH} columns",
                )
            taken |= dict.fromkeys(place, panel.title)


def _numbers(board: Board) -> Iterator[Diagnostic]:
    panels = [panel for row in board.rows for panel in row.panels]
    ids = [row.id for row in board.rows] + [panel.id for panel in panels]
    for panel in panels:
        refs = [query.ref for query in panel.queries]
        if ids.count(panel.id) > 1 or len({*refs}) < len(refs):
            yield codes.NUMBERS.at(
                _origin(board),
                f"{board.title}, {panel.title}: its number, or one of its queries', is taken",
                value=str(panel.id),
                fix="give it another title",
            )


def _words(panel: Panel, board: Board, against: Against) -> Iterator[Diagnostic]:
    name = f"{board.title}, {panel.title or panel.id}"
    if not (panel.title.strip() and panel.description.strip()):
        yield codes.NO_WORDS.at(
            _origin(board),
            f"{name}: says not what it shows",
            value=panel.title,
            fix="give it a title and a description",
        )
    units = (column.unit for column in panel.columns if column.unit)
    own = () if panel.kind in WITHOUT_UNIT else (panel.unit,)
    for unit in (*own, *units):
        if unit.removesuffix("/s") not in against.units:
            yield codes.UNIT.at(
                _origin(board),
                f"{name}: nothing is measured or counted in {unit or 'no unit'}",
                value=unit,
                fix="take the unit of the metric",
            )


def _links(
    panel: Panel, board: Board, uids: frozenset[str], against: Against
) -> Iterator[Diagnostic]:
    columns = (column.link for column in panel.columns if column.link)
    for link in (*panel.links, *panel.follow, *columns):
        found = _BOARD.match(link.url)
        page = link.url.removeprefix(f"{against.runbooks}/").removesuffix(".md")
        known = page == link.url or "${" in page or page in against.alerts
        if (found and found[1] not in uids) or (not found and not known):
            yield codes.LINK.at(
                _origin(board),
                f"{board.title}, {panel.title}: the link {link.title!r} leads nowhere",
                value=link.url,
                fix="name a board or an alert that there is",
            )
