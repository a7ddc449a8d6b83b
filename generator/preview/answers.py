"""What a Prometheus says to the queries of boards: series with points, or why there are none."""

from __future__ import annotations

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.ir.boards import Source
from generator.preview.choices import chosen, filled
from generator.preview.prometheus import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.ir.boards import Annotation, Board, Panel, Query
    from generator.preview.choices import Choices
    from generator.preview.prometheus import Prometheus

AT_ONCE = 4  # questions: a preview must not be what slows a Prometheus down
GAP = 1.5  # steps without a value, from which on there is a hole
LARGEST = 1e300  # beyond it nothing can be added up; NaN and Inf are no points either
STRANGE = "the answer is not that of a Prometheus"
_LABEL = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# What comes in an order that is meant; all else comes in any.
_ORDERED = re.compile(r"\(*\s*(topk|bottomk|sort|sort_desc)\b")


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its labels, its name in the legend, and (Unix seconds, value)."""

    labels: Mapping[str, str]
    name: str
    points: tuple[tuple[float, float], ...]
    ref: str
    limit: bool = False

    @property
    def last(self) -> float:
        """The newest value."""
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel and the answers to its queries; ``problem`` is why there are none."""

    panel: Panel
    series: tuple[Series, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A mark in every graph."""

    at: float
    annotation: Annotation
    title: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A board with everything that was asked for it."""

    board: Board
    choices: Choices
    panels: Mapping[int, Drawn] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    problems: tuple[str, ...] = ()


def answered(board: Board, server: Prometheus, end: float, since: str = "") -> Answered:
    """Everything of one board up to a moment."""
    choices = chosen(board, server, end, since)
    panels = [panel for row in board.rows for panel in row.panels]
    moments: list[Moment] = []
    problems = list(choices.problems)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        drawn = list(pool.map(lambda panel: _panel(panel, server, choices), panels))
        for each in pool.map(lambda mark: _moments(mark, server, choices), board.annotations):
            if isinstance(each, str):
                problems.append(each)
            else:
                moments += each
    found = {each.panel.id: each for each in drawn}
    return Answered(board, choices, found, tuple(moments), tuple(problems))


def _panel(panel: Panel, server: Prometheus, choices: Choices) -> Drawn:
    series: list[Series] = []
    for query in panel.queries:
        if query.source is not Source.METRICS:
            continue
        try:
            series += _lines(query, panel, server, choices)
        except Refused as refused:
            return Drawn(panel, problem=clean(f"Query {query.ref}: {refused}"))
    return Drawn(panel, tuple(series))


def _lines(query: Query, panel: Panel, server: Prometheus, choices: Choices) -> Iterator[Series]:
    expr = filled(query.expr, choices)
    for labels, points in _asked(server, choices, expr, instant=query.instant):
        yield Series(labels, _name(query, labels, panel), points, query.ref, query.limit)


Answer = tuple[dict[str, str], tuple[tuple[float, float], ...]]


def _asked(server: Prometheus, choices: Choices, expr: str, *, instant: bool) -> Iterator[Answer]:
    """Labels and points of the series of an answer; raises ``Refused``."""
    if instant:
        data = server.get("query", query=expr, time=choices.until)
    else:
        span = {"start": choices.start, "end": choices.end, "step": choices.step}
        data = server.get("query_range", query=expr, **span)
    try:
        found = data["result"]
        if data["resultType"] == "scalar":
            found = [{"metric": {}, "value": found}]
        for each in found if instant and _ORDERED.match(expr) else sorted(found, key=_key):
            pairs = [(choices.until, each["value"][1])] if instant else each["values"]
            if points := tuple(_points(pairs)):
                yield _labels(each), points
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise Refused(STRANGE) from None


def _key(each: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted(each["metric"].items())


def _labels(each: Mapping[str, Any]) -> dict[str, str]:
    return {key: clean(str(value)) for key, value in each["metric"].items()}


def _points(pairs: Iterable[tuple[float, str]]) -> Iterator[tuple[float, float]]:
    for at, text in pairs:
        if abs(value := float(text)) < LARGEST:
            yield float(at), value


def clean(text: str) -> str:
    """Without the characters that no picture can hold."""
    bad = ("C", "Zl", "Zp")
    return "".join("\ufffd" if unicodedata.category(c).startswith(bad) else c for c in text)


def _titled(text: str, labels: Mapping[str, str]) -> str:
    return _LABEL.sub(lambda found: labels.get(found[1], ""), text)


def _name(query: Query, labels: Mapping[str, str], panel: Panel) -> str:
    if query.legend:
        return " ".join(_titled(query.legend, labels).split()) or panel.title
    named = {key: value for key, value in labels.items() if key != "__name__"}
    return ", ".join(f"{key}={value}" for key, value in sorted(named.items())) or panel.title


def _moments(annotation: Annotation, server: Prometheus, choices: Choices) -> list[Moment] | str:
    """When each of its series begins, or the moments that are its values."""
    found: set[tuple[float, str]] = set()
    try:
        expr = filled(annotation.expr, choices)
        for labels, points in _asked(server, choices, expr, instant=False):
            title = _titled(annotation.title, labels)
            if annotation.at_value:
                times = {value for _, value in points}
            else:
                times = set(_starts([at for at, _ in points], choices))
            found |= {(at, title) for at in times if choices.start < at <= choices.end}
    except Refused as refused:
        return clean(f"annotation {annotation.name}: {refused}")
    return [Moment(at, annotation, title) for at, title in sorted(found)]


def _starts(times: list[float], choices: Choices) -> Iterator[float]:
    """Where a series begins, or begins again after a gap."""
    before = choices.start  # what is there from the first moment on began earlier
    for at in times:
        if at - before > choices.step * GAP:
            yield at
        before = at
