"""Boards before they are written: whole, readable, and none of them in another's way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import proof_board_codes as codes
from generator.compiler import proof_queries
from generator.compiler.boards import of_packs
from generator.compiler.dashboards.places import Places
from generator.diagnostics import nearest
from generator.ir import AlertRule
from generator.ir.boards import MEASURES, WIDTH, PanelKind
from generator.promql import MetricType, SeriesType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_rules import Sets
    from generator.diagnostics import Diagnostic
    from generator.ir.boards import Board, Panel, Row

# What Prometheus itself writes of alerts, with every label that an alert has.
OF_ALERTS = (("ALERTS", ("alertname", "alertstate")), ("ALERTS_FOR_STATE", ("alertname",)))
WITHOUT_UNIT = (PanelKind.TABLE, PanelKind.LOGS, PanelKind.TRACES)
_BOARD = re.compile(r"/d/([\w-]+)")


@dataclass(frozen=True, slots=True)
class Against:
    """What boards are held against: series, units, and where links may lead.

    ``places`` say where they stand, ``uids`` which boards there are besides.
    """

    known: Mapping[str, SeriesType]
    units: frozenset[str]
    runbooks: str
    alerts: frozenset[str]
    places: Places = field(default_factory=Places)
    uids: frozenset[str] = frozenset()


def prove(context: Context, sets: Sets, known: Mapping[str, SeriesType]) -> Iterator[Diagnostic]:
    """Everything that is wrong with the boards of the packs."""
    active = tuple(context.active())
    against = Against(
        known={**known, **alert_series(sets, known)},
        units=frozenset(units(context.packs)),
        runbooks=context.platform.runbooks.rstrip("/"),
        alerts=frozenset(names(active)),
    )
    yield from check(tuple(of_packs(context)), against)


def check(found: tuple[Board, ...], against: Against) -> Iterator[Diagnostic]:
    """Everything that is wrong with some boards."""
    yield from _twice(found, against.places)
    uids = against.uids | {board.uid for board in found}
    for board in found:
        yield from proof_queries.check(board, against.known, against.places)
        yield from _laid_out(board, against.places)
        yield from _numbers(board, against.places)
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


def _twice(found: tuple[Board, ...], places: Places) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, ...], Board] = {}
    for board in found:
        for what, key in (
            ("uid", ("uid", board.uid)),
            ("title", ("title", board.folder.casefold(), board.title.casefold())),
        ):
            other = seen.setdefault(key, board)
            if other is not board:
                yield codes.TWICE.at(
                    places.board(board),
                    f"{board.title}: a board of pack {other.pack} has the same {what}",
                    value=board.uid if what == "uid" else board.title,
                    fix=f"choose another {what}",
                )


def _laid_out(board: Board, places: Places) -> Iterator[Diagnostic]:
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
                    places.panel(board, panel),
                    f"{board.title}, {panel.title}: overlaps {over}",
                    value=panel.title,
                    fix=f"keep to {WIDTH} columns",
                )
            taken |= dict.fromkeys(place, panel.title)


def _numbers(board: Board, places: Places) -> Iterator[Diagnostic]:
    seen: dict[int, str] = {}
    for row in board.rows:
        if row.id in seen:  # its panels would have the numbers of the other row's
            message = f"{board.title}: another row is called {row.title}"
            fix = "give it another title"
            yield codes.NUMBERS.at(places.row(board, row), message, value=row.title, fix=fix)
            continue
        seen[row.id] = row.title
        for panel in row.panels:
            yield from _number(panel, row, board, seen.get(panel.id), places)
            seen[panel.id] = panel.title


def _number(
    panel: Panel, row: Row, board: Board, other: str | None, places: Places
) -> Iterator[Diagnostic]:
    """Whether a panel, or the letter of one of its queries, is there twice."""
    message, fix = "", "give it another title"
    if other == panel.title:
        message = f"another panel of row {row.title} is called {panel.title}"
    elif other is not None:
        message = f"its number is that of {other}"
    elif len({query.ref for query in panel.queries}) < len(panel.queries):
        message, fix = "two of its queries have one letter", "give each a letter of its own"
    if message:
        yield codes.NUMBERS.at(
            places.panel(board, panel),
            f"{board.title}, {panel.title}: {message}",
            value=panel.title,
            fix=fix,
        )


def _words(panel: Panel, board: Board, against: Against) -> Iterator[Diagnostic]:
    name = f"{board.title}, {panel.title or panel.id}"
    if not (panel.title.strip() and panel.description.strip()):
        yield codes.NO_WORDS.at(
            against.places.panel(board, panel),
            f"{name}: says not what it shows",
            value=panel.title,
            fix="give it a title and a description",
        )
    units = (column.unit for column in panel.columns if column.unit)
    own = () if panel.kind in WITHOUT_UNIT else (panel.unit,)
    for unit in (*own, *units):
        if unit.removesuffix("/s") not in against.units:
            near = nearest(unit, against.units)
            yield codes.UNIT.at(
                against.places.panel(board, panel),
                f"{name}: nothing is measured or counted in {unit}" if unit else f"{name}: no unit",
                value=unit,
                fix=f"write {near}" if near else "take the unit of the metric, or count",
            )


def _links(
    panel: Panel, board: Board, uids: frozenset[str], against: Against
) -> Iterator[Diagnostic]:
    columns = (column.link for column in panel.columns if column.link)
    for link in (*panel.links, *panel.follow, *columns):
        found = _BOARD.match(link.url)
        page = link.url.removeprefix(f"{against.runbooks}/").removesuffix(".md")
        ours = link.url.startswith(f"{against.runbooks}/")
        known = not ours or "${" in page or page in against.alerts
        if (found and found[1] not in uids) or (not found and not known):
            yield codes.LINK.at(
                against.places.panel(board, panel),
                f"{board.title}, {panel.title}: the link {link.title!r} leads nowhere",
                value=link.url,
                fix="name a board or an alert that there is",
            )
