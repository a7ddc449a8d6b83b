"""Single numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.preview import style, units
from generator.preview.style import letters

if TYPE_CHECKING:
    from generator.ir.boards import Color, Panel
    from generator.preview.answers import Answered, Drawn, Series

LARGEST, LEAST = 38.0, 13.0
LINE = 22.0  # of one of several
FEW = 3  # points: fewer are no line


def shown(value: float, panel: Panel, now: float) -> tuple[str, Color]:
    """The text of a value and what it means."""
    for at, text, color in panel.words:
        if at == value:
            return text, color
    text = units.written(value, panel.unit, panel.decimals, now)
    return text, style.stepped(value, panel.steps)


def drawn(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """The newest value, as large as it fits; several below each other."""
    if len(found.series) > 1:
        return _several(found, board, size)
    series = found.series[0]
    text, color = shown(series.last, found.panel, board.choices.until)
    color = next((c for p, c in found.panel.colors if re.search(p, series.name)), color)
    fitting = LARGEST * (size[0] - 28) / max(style.length(text, LARGEST), 1)
    large = max(LEAST, min(LARGEST, fitting, size[1] * 0.62))
    word = letters(
        size[0] / 2,
        size[1] / 2 + large * 0.33,
        text,
        size=round(large, 1),
        color=style.SHADES[color],
        anchor="middle",
        bold=True,
    )
    return f"{_spark(series, size, style.SHADES[color])}{word}"


def _spark(series: Series, size: tuple[float, float], color: str) -> str:
    """How the number came to be what it is, faintly behind it."""
    values = [value for _, value in series.points]
    if len(values) < FEW:
        return ""
    low, high = min(values), max(values)
    start, span = series.points[0][0], series.points[-1][0] - series.points[0][0]
    places = (
        f"{(at - start) / span * size[0]:.1f},"
        f"{size[1] - 4 - (value - low) / ((high - low) or 1) * size[1] * 0.3:.1f}"
        for at, value in series.points
    )
    line = " ".join(places)
    return f'<polyline points="{line}" fill="none" stroke="{color}" stroke-opacity="0.4"/>'


def _several(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    most = max(1, int(size[1] // LINE))
    each_high = size[1] / min(most, len(found.series))
    parts = []
    for index, series in enumerate(found.series[:most]):
        text, color = shown(series.last, found.panel, board.choices.until)
        y = index * each_high + each_high / 2 + 5
        taken = style.length(text, 16)
        name = style.fitted(series.name, 12, size[0] - taken - 36)
        parts.append(letters(14, y, name, color=style.MUTED))
        parts.append(
            letters(
                size[0] - 14, y, text, size=16, color=style.SHADES[color], anchor="end", bold=True
            )
        )
    return "".join(parts)
