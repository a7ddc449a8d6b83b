"""Which state each thing was in, when: a row for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.preview import style, vega
from generator.preview.answers import GAP
from generator.preview.graph import TIME
from generator.preview.heat import clock
from generator.preview.stat import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.preview.answers import Answered, Drawn, Series

SIZE = 11
ROW = 20  # pixels at least
NAMES = 0.28  # of the width at most
FILLED = 0.7  # of a cell, by its word
VALUE = {"type": "quantitative"}


@dataclass(frozen=True, slots=True)
class Run:
    """A time in which a value stayed what it was."""

    start: float
    end: float
    value: float


def drawn(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """The rows with their names."""
    rows = found.series[: max(1, int((size[1] - 24) // ROW))]
    names = [style.fitted(each.name, SIZE, size[0] * NAMES) for each in rows]
    ticks = tuple((len(rows) - i - 0.5, name) for i, name in enumerate(names))
    scale = {"domain": [0, len(rows)], "nice": False, "zero": False}
    y = {**VALUE, "field": "b", "scale": scale, "axis": {**vega.ticked(ticks), "grid": False}}
    cells = [
        cell
        for index, each in enumerate(rows)
        for cell in _cells(found, board, each, (len(rows) - index - 1, size[0]))
    ]
    return vega.drawn(_layers(cells, clock(board, size[0]), y), size, f"p{found.panel.id}")


def _cells(
    found: Drawn, board: Answered, series: Series, place: tuple[int, float]
) -> Iterator[dict[str, Any]]:
    row, wide = place
    choices = board.choices
    span = choices.end - choices.start
    for run in runs(series.points, choices.step):
        text, color = shown(run.value, found.panel, choices.until)
        fits = style.length(text, SIZE) < (run.end - run.start) / span * wide * FILLED
        yield {
            "t": run.start,
            "u": min(run.end, choices.end),
            "m": (run.start + min(run.end, choices.end)) / 2,
            "b": row + 0.12,
            "d": row + 0.88,
            "k": row + 0.5,
            "s": style.SHADES[color],
            "w": text if fits else "",
        }


def _layers(
    cells: Sequence[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]
) -> list[dict[str, Any]]:
    color = {"field": "s", "type": "nominal", "scale": None}
    place = {"x": x, "x2": {"field": "u"}, "y": y, "y2": {"field": "d"}, "color": color}
    words = {
        "x": {**TIME, "field": "m"},
        "y": {**VALUE, "field": "k"},
        "text": {"field": "w"},
    }
    text = {"type": "text", "fontSize": SIZE, "font": style.FONT, "color": style.TEXT}
    boxes = {"type": "rect", "clip": True, "opacity": 0.55}
    data = {"values": list(cells)}
    return [
        {"data": data, "mark": boxes, "encoding": place},
        {"data": data, "mark": text, "encoding": words},
    ]


def runs(points: Sequence[tuple[float, float]], step: int) -> Iterator[Run]:
    """Where a value stayed the same, without a hole."""
    start, before, value = points[0][0], points[0][0], points[0][1]
    for at, new in points[1:]:
        if new != value or at - before > step * GAP:
            yield Run(start, before + step, value)
            start, value = at, new
        before = at
    yield Run(start, before + step, value)
