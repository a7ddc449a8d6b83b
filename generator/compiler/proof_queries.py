"""The queries of boards against the catalogue, as Grafana sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import board_text
from generator.compiler import proof_board_codes as codes
from generator.ir.boards import PanelKind, Source
from generator.promql import FaultKind, MetricType

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from generator.compiler.dashboards.places import Places
    from generator.diagnostics import Diagnostic, Origin
    from generator.ir.boards import Board, Panel, Query
    from generator.promql import Inferred, SeriesType

_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`"
_EQUATED = re.compile(rf"[{{,]\s*(\w+)\s*(!?=)\s*({_TEXT})")
RATES = ("rate", "irate", "increase")
LONG = 3600  # whoever counts over an hour or more means it
_LABEL = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a board something is: the pack's folder, and what messages call it."""

    origin: Origin
    name: str


def check(board: Board, known: Mapping[str, SeriesType], places: Places) -> Iterator[Diagnostic]:
    """Everything that is asked: by panels, by variables and for annotations."""
    for row in board.rows:
        for panel in row.panels:
            yield from _panel(panel, board, known, places)
    for each in board.annotations:
        place = Place(places.board(board), f"{board.title}, annotation {each.name}")
        inferred = yield from _metrics(each.expr, board, known, place)
        yield from _legend(each.title, inferred, place)
    for variable in board.variables:
        origin = places.variable(board, variable)
        place = Place(origin, f"{board.title}, variable {variable.name}")
        yield from _metrics(f"count by ({variable.label}) ({variable.series})", board, known, place)
    yield from _unused(board, places)


def _panel(
    panel: Panel, board: Board, known: Mapping[str, SeriesType], places: Places
) -> Iterator[Diagnostic]:
    answers: dict[str, Inferred | None] = {}
    name = f"{board.title}, {panel.title}"
    for index, query in enumerate(panel.queries):
        place = Place(places.query(board, panel, index), name)
        if query.source is not Source.METRICS:
            yield from _others(query, board, place)
            continue
        answers[query.ref] = yield from _metrics(query.expr, board, known, place)
        named = Place(places.legend(board, panel, index), name)
        yield from _legend(query.legend, answers[query.ref], named)
    if panel.kind is PanelKind.TABLE:
        yield from _columns(panel, answers, Place(places.query(board, panel, 0), name))


def _others(query: Query, board: Board, place: Place) -> Iterator[Diagnostic]:
    """A query of logs or traces, as far as it can be read without knowing its language."""
    yield from _undefined(query.expr, board, place)
    if query.source is Source.LOGS:
        yield from _equated(query.expr, board, place)
    if reason := board_text.unbalanced(query.expr):
        yield codes.SYNTAX.at(
            place.origin,
            f"{place.name}: {reason}",
            value=query.expr,
            fix=codes.FIXES[FaultKind.SYNTAX],
        )


def _metrics(
    expr: str, board: Board, known: Mapping[str, SeriesType], place: Place
) -> Generator[Diagnostic, None, Inferred | None]:
    """Checks one query; returns what it yields, if that can be said."""
    wrong = tuple(_undefined(expr, board, place))
    yield from (*wrong, *_equated(expr, board, place))
    if wrong:
        return None
    sent = board_text.filled(expr)
    inferred = promql.infer(sent, known.get)
    for fault in inferred.faults:
        fix = f"write {fault.near}" if fault.near else codes.FIXES.get(fault.kind, "")
        yield codes.BY_FAULT[fault.kind].at(
            place.origin, f"{place.name}: {fault.message}", value=fault.part, fix=fix
        )
    if any(fault.kind is FaultKind.SYNTAX for fault in inferred.faults):
        return None
    if found := promql.ungraphed(sent):
        message = f"{place.name}: the query yields {found}, which cannot be drawn"
        fix = "put a function around it that makes one value of each series, as max_over_time"
        yield codes.NO_VECTOR.at(place.origin, message, value=expr, fix=fix)
    if inferred.labels is None:
        return None
    yield from _windows(sent, known, place)
    return inferred


def _windows(sent: str, known: Mapping[str, SeriesType], place: Place) -> Iterator[Diagnostic]:
    for function, metric, seconds in promql.windows(sent):
        counter = metric in known and known[metric].type is MetricType.COUNTER
        macro = seconds in (board_text.RATE_SECONDS, board_text.RANGE_SECONDS)
        if function in RATES and counter and not macro and seconds < LONG:
            yield codes.FIXED_WINDOW.at(
                place.origin,
                f"{place.name}: {function} of {metric} looks back {promql.duration(seconds)} "
                "whatever the board shows",
                value=promql.duration(seconds),
                fix="write $__rate_interval",
            )


def _equated(expr: str, board: Board, place: Place) -> Iterator[Diagnostic]:
    several = {variable.name for variable in board.variables if variable.many}
    for label, operator, text in _EQUATED.findall(expr):
        for name in sorted(several.intersection(board_text.variables(text))):
            yield codes.EQUATED.at(
                place.origin,
                f"{place.name}: ${name} can be several values, and {label}{operator} "
                "takes them for one text",
                value=f"{label}{operator}{text}",
                fix=f"write {label}{operator.rstrip('=') or '='}~{text}, or many: false "
                "at the variable",
            )


def _undefined(expr: str, board: Board, place: Place) -> Iterator[Diagnostic]:
    known = {variable.name for variable in board.variables}
    for name in board_text.variables(expr):
        if name not in known and name not in board_text.MACROS:
            yield codes.UNDEFINED.at(
                place.origin,
                f"{place.name}: nothing gives ${name} a value",
                value=name,
                fix=f"write one of: {', '.join(sorted(known))}" if known else "take it out",
            )


def _unused(board: Board, places: Places) -> Iterator[Diagnostic]:
    asked = [each.expr for each in board.annotations]
    for row in board.rows:
        asked += (query.expr for panel in row.panels for query in panel.queries)
    used = {name for expr in asked for name in board_text.variables(expr)}
    for variable in board.variables:
        if variable.name not in used:
            yield codes.UNUSED.at(
                places.variable(board, variable),
                f"{board.title}: no query reads ${variable.name}, so choosing changes nothing",
                value=variable.name,
                fix="use it in a query, or take it out",
            )


def _legend(text: str, inferred: Inferred | None, place: Place) -> Iterator[Diagnostic]:
    if inferred is None:
        return
    unknown = any(each.kind is FaultKind.UNKNOWN_METRIC for each in inferred.faults)
    kept = inferred.labels or frozenset() if unknown else inferred.guaranteed
    for label in _LABEL.findall(text):
        if label not in kept:
            yield codes.LEGEND.at(
                place.origin,
                f"{place.name}: the name shows {label}, which the query does not keep",
                value=label,
                fix=f"keep {label} in the aggregation, or take it out of the name",
            )


def _columns(
    panel: Panel, answers: Mapping[str, Inferred | None], place: Place
) -> Iterator[Diagnostic]:
    named = {column.label for column in panel.columns if column.label}
    found = [inferred for inferred in answers.values() if inferred]
    carried = {label for inferred in found for label in inferred.labels or ()}
    refs = {column.ref for column in panel.columns if column.ref} - answers.keys()
    if len(found) == len(answers) and (named != carried or refs):
        differing = sorted((named ^ carried) | refs)
        yield codes.COLUMNS.at(
            place.origin,
            f"{place.name}: columns and queries do not agree on {', '.join(differing)}",
            value=differing[0],
            fix="make a column of each label that the queries keep, and of no other",
        )
