"""Which series boards read, how far back, and which of their labels matter."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from promql_parser import MatchOp, MatrixSelector, VectorSelector

from generator.compiler import board_text
from generator.ir.boards import Source
from generator.preview.choices import SECONDS, seconds
from generator.promql.syntax import nodes, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir.boards import Board

_GROUPED = re.compile(r"\b(?:by|on|group_left|group_right)\s*\(([^()]*)\)")
_QUOTED = re.compile(r'"(\w+)"')  # what label_join and label_replace read
_SHOWN = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_WORDS = re.compile(r"[\w.:/ -]+(\|[\w.:/ -]+)*", re.ASCII)
_BACK = re.compile(r"(?:\boffset\s+|\[)(\d+[mhdw])\b")
HOUR = 3600


@dataclass(slots=True)
class Wanted:
    """One name: what matchers ask of its labels, which are shown, and how many seconds of it."""

    name: str
    matched: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    shown: set[str] = field(default_factory=set)
    reach: int = 0


def wanted(boards: Iterable[Board]) -> dict[str, Wanted]:
    """Every series that a board reads, by name."""
    found: dict[str, Wanted] = {}
    for board in boards:
        since = seconds(board.since)
        for expr, shown in _asked(board):
            labels = {*shown, *_labels(_GROUPED, expr)}
            if "label_" in expr:
                labels |= set(_QUOTED.findall(expr))
            far = sum(sorted(map(_seconds, _BACK.findall(expr)))[-2:])
            for name, node in _selectors(expr):
                each = found.setdefault(name, Wanted(name))
                each.reach = max(each.reach, since + far + HOUR)
                each.shown |= labels
                for matcher in node.matchers.matchers:
                    each.matched[matcher.name].update(_values(matcher.op, matcher.value))
    return found


def _asked(board: Board) -> Iterator[tuple[str, set[str]]]:
    """Every query with the labels that are shown of it."""
    for row in board.rows:
        for panel in row.panels:
            columns = {column.label for column in panel.columns if column.label}
            for query in panel.queries:
                if query.source is Source.METRICS:
                    yield query.expr, columns | set(_SHOWN.findall(query.legend))
    for annotation in board.annotations:
        yield annotation.expr, set(_SHOWN.findall(annotation.title))
    for variable in board.variables:
        yield variable.series, {variable.label}


def _seconds(text: str) -> int:
    return int(text[:-1]) * SECONDS[text[-1]]


def _labels(pattern: re.Pattern[str], expr: str) -> Iterator[str]:
    for names in pattern.findall(expr):
        yield from (name.strip() for name in names.split(",") if name.strip())


def _selectors(expr: str) -> Iterator[tuple[str, VectorSelector]]:
    try:
        tree = parse(board_text.filled(expr))
    except ValueError:  # whoever asks it is told by Prometheus
        return
    for node in nodes(tree):
        selector = node.vector_selector if isinstance(node, MatrixSelector) else node
        if isinstance(selector, VectorSelector) and selector.name:
            yield selector.name, selector


def _values(op: MatchOp, value: str) -> Iterator[str]:
    """Values that a matcher lets through, where it names any."""
    if value == board_text.CHOICE:
        return
    if op == MatchOp.Equal and value:
        yield value
    elif op == MatchOp.Re and _WORDS.fullmatch(value):
        for each in value.split("|"):
            yield each.replace(".", "0")
