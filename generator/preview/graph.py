"""Lines and stacked areas over time."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from generator.ir.boards import Color
from generator.preview import legend, style, ticks, vega
from generator.preview.answers import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir.boards import Panel
    from generator.preview.answers import Answered, Drawn, Moment, Series
    from generator.preview.choices import Choices

MARKS = 60  # of one kind; more of them hide the graph
MOST = 30  # lines; more of them are one colour to the eye
BETWEEN, APART = 75, 42  # pixels from tick to tick, across and up
TIME = {"field": "t", "type": "quantitative"}


def drawn(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """The graph and the legend below it."""
    panel, choices = found.panel, board.choices
    entries = [
        legend.Entry(each, color, each.limit)
        for each, color in zip(found.series, colors(panel, found.series), strict=True)
    ]
    form = (panel.unit, panel.decimals)
    low = legend.lines(entries, size, form) * legend.LINE
    high = size[1] - low - 6
    axis = _axis(panel, found.series, high)
    shown = entries[:MOST] + [each for each in entries[MOST:] if each.dashed]
    layers = [
        *_moments(board.moments),
        *_areas(panel, shown, axis.low),
        *_lines(panel, shown, choices),
    ]
    frame = _frame(choices, axis, size[0])
    picture = vega.drawn([frame, *layers], (size[0], high), f"p{panel.id}")
    words = legend.drawn(entries, (size[0], low), size[1], form)
    return f"{picture}{style.inside(words, (0, high + 4), (size[0], low + 2))}"


def colors(panel: Panel, series: Sequence[Series]) -> list[str]:
    """Of each line: by the panel's patterns, else the next of the palette."""
    found, taken = [], 0
    for each in series:
        meaning = next((c for p, c in panel.colors if re.search(p, each.name)), None)
        if each.limit:
            found.append(style.SHADES[Color.BAD])
        elif meaning:
            found.append(style.SHADES[meaning])
        else:
            found.append(style.PALETTE[taken % len(style.PALETTE)])
            taken += 1
    return found


def _axis(panel: Panel, series: Sequence[Series], high: float) -> ticks.Axis:
    values = [value for each in series for _, value in each.points]
    if panel.stacked:
        sums: dict[float, float] = {}
        for each in series:
            for at, value in each.points if not each.limit else ():
                sums[at] = sums.get(at, 0) + value
        values += sums.values()
    return ticks.values(values, panel.unit, (panel.low, panel.high), max(2, int(high // APART)))


def _frame(choices: Choices, axis: ticks.Axis, wide: float) -> dict[str, Any]:
    """Both axes, on a layer without anything to see."""
    clock = ticks.times(choices.start, choices.end, max(2, int(wide // BETWEEN)))
    x = {**TIME, "scale": {"domain": [choices.start, choices.end], "nice": False, "zero": False}}
    x["axis"] = {"orient": "bottom", "grid": False, "labelFlush": True, **vega.ticked(clock.ticks)}
    scale = {"domain": [axis.low, axis.high], "nice": False, "zero": False}
    y = {"field": "v", "type": "quantitative", "scale": scale, "axis": vega.ticked(axis.ticks)}
    values = [{"t": choices.start, "v": axis.low}]
    mark = {"type": "point", "opacity": 0}
    return {"data": {"values": values}, "mark": mark, "encoding": {"x": x, "y": y}}


def _moments(moments: Sequence[Moment]) -> list[dict[str, Any]]:
    if not moments:
        return []
    counts = Counter(each.annotation.name for each in moments)
    values = [
        {"t": each.at, "c": style.SHADES[each.annotation.color]}
        for each in moments
        if counts[each.annotation.name] <= MARKS
    ]
    mark = {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1, "opacity": 0.8, "clip": True}
    color = {"field": "c", "type": "nominal", "scale": None}
    return [{"data": {"values": values}, "mark": mark, "encoding": {"x": TIME, "color": color}}]


def gapped(series: Series, choices: Choices) -> list[tuple[float, float | None]]:
    """The points with a hole wherever some are missing."""
    found: list[tuple[float, float | None]] = []
    for at, value in series.points:
        if found and at - found[-1][0] > choices.step * GAP:
            found.append((at - choices.step, None))
        found.append((at, value))
    return found


def _areas(panel: Panel, entries: Sequence[legend.Entry], floor: float) -> list[dict[str, Any]]:
    """Stacked areas; a faint one below a line that is alone."""
    lines = [each for each in entries if not each.dashed]
    if not panel.stacked and len(lines) != 1:
        return []
    base: dict[float, float] = {}
    values: list[dict[str, Any]] = []
    for number, entry in enumerate(lines):
        for at, value in entry.series.points:
            under = base.get(at, 0.0) if panel.stacked else floor
            base[at] = top = under + value if panel.stacked else value
            values.append({"t": at, "u": under, "v": top, "s": entry.color, "n": number})
    mark = {"type": "area", "clip": True, "opacity": 0.6 if panel.stacked else 0.08}
    return [_layer(values, mark, {"y2": {"field": "u"}})]


def _lines(panel: Panel, entries: Sequence[legend.Entry], choices: Choices) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = []
    dashed: list[dict[str, Any]] = []
    for number, entry in enumerate(entries):
        for at, value in gapped(entry.series, choices):
            point = {"t": at, "v": value, "s": entry.color, "n": number}
            if entry.dashed:
                dashed.append(point)
            elif not panel.stacked:
                plain.append(point)
    mark = {"type": "line", "clip": True, "strokeWidth": 1.5, "strokeJoin": "round"}
    looks = ((plain, {**mark, "strokeCap": "round"}), (dashed, {**mark, "strokeDash": [7, 5]}))
    return [_layer(values, look, {}) for values, look in looks if values]


def _layer(
    values: list[dict[str, Any]], mark: dict[str, Any], more: dict[str, Any]
) -> dict[str, Any]:
    encoding = {
        "x": TIME,
        "y": {"field": "v", "type": "quantitative"},
        "color": {"field": "s", "type": "nominal", "scale": None},
        "detail": {"field": "n", "type": "nominal"},
        **more,
    }
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}
