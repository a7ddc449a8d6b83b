"""Buckets over time: the more of one at a time, the brighter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.preview import ticks, units, vega
from generator.preview.graph import BETWEEN, TIME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.preview.answers import Answered, Drawn

SEAM = 1.1  # neighbours overlap, else the ground shows between them
FAINT = 1e-4  # of the brightest: less is nothing to the eye
NAME = 26  # pixels of height for a name
SCHEME = {"range": ["#14304a", "#1f5f92", "#5fb4ee", "#e3f2fd"], "interpolate": "lab"}


def drawn(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """A row for each bucket."""
    buckets = dict(_buckets(found))
    names = [_bound(le, found.panel.unit) for le in sorted(buckets)]
    every = -(-len(names) // max(2, int(size[1] // NAME)))
    last = len(names)
    rows = tuple((i, name) for i, name in enumerate(names, 1) if (last - i) % every == 0)
    scale = {"domain": [0, last], "nice": False, "zero": False}
    axis = {**vega.ticked(rows), "grid": False}
    y = {"field": "b", "type": "quantitative", "axis": axis, "scale": scale}
    color = {"field": "v", "type": "quantitative", "scale": SCHEME, "legend": None}
    places = {"x": clock(board, size[0]), "x2": {"field": "u"}, "y": y, "y2": {"field": "d"}}
    layer = {
        "data": {"values": _cells(buckets, board.choices.step)},
        "mark": {"type": "rect", "clip": True},
        "encoding": {**places, "color": color},
    }
    return vega.drawn([layer], size, f"p{found.panel.id}")


def _cells(buckets: dict[float, dict[float, float]], step: int) -> list[dict[str, Any]]:
    every = [value for cells in buckets.values() for value in cells.values()]
    least = max(every, default=0.0) * FAINT
    return [
        {"t": at, "u": at + step * SEAM, "b": index, "d": index + 1, "v": value}
        for index, le in enumerate(sorted(buckets))
        for at, value in buckets[le].items()
        if value > least
    ]


def clock(board: Answered, wide: float) -> dict[str, Any]:
    """The axis of time."""
    choices = board.choices
    axis = ticks.times(choices.start, choices.end, max(2, int(wide // BETWEEN)))
    scale = {"domain": [choices.start, choices.end], "nice": False, "zero": False}
    return {**TIME, "scale": scale, "axis": {**vega.ticked(axis.ticks), "grid": False}}


def _buckets(found: Drawn) -> Iterator[tuple[float, dict[float, float]]]:
    """What is in each bucket alone; what a Prometheus counts holds the smaller ones too."""
    by_bound: dict[float, dict[float, float]] = {}
    for each in found.series:
        cells = by_bound.setdefault(float(each.labels.get("le", "inf")), {})
        for at, value in each.points:
            cells[at] = cells.get(at, 0) + value
    below: dict[float, float] = {}
    for le in sorted(by_bound):
        yield le, {at: value - below.get(at, 0) for at, value in by_bound[le].items()}
        below = by_bound[le]


def _bound(le: float, unit: str) -> str:
    return "more" if le == float("inf") else units.written(le, unit)
