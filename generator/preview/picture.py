"""A whole board as one SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.preview import head, style
from generator.preview.style import box, inside, letters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.ir.boards import Panel, Row
    from generator.preview.answers import Answered

TOP = 92


def board(found: Answered, bodies: Mapping[int, str]) -> str:
    """The board with its name, what was chosen, its rows and panels."""
    rows = found.board.rows
    bottom = max((p.y + p.height for row in rows for p in row.panels), default=1)
    wide = style.WIDE + 2 * style.EDGES
    high = TOP + style.height(bottom) + style.EDGES
    parts = [box((0, 0), (wide, high), style.GROUND, 0), _head(found, wide)]
    for row in rows:
        parts.append(_heading(row))
        parts += (_panel(panel, bodies[panel.id]) for panel in row.panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide:g}" height="{high:g}" viewBox="0 0 {wide:g} {high:g}" '
        f'font-family="{style.FONT}">{"".join(parts)}</svg>\n'
    )


def _head(found: Answered, wide: float) -> str:
    said = style.fitted(found.board.description, 13, wide - 2 * style.EDGES)
    right = wide - style.EDGES
    return (
        letters(style.EDGES, 34, found.board.title, size=22, bold=True)
        + letters(right, 32, head.LABEL, color=style.MUTED, anchor="end")
        + letters(style.EDGES, 56, said, size=13, color=style.MUTED)
        + _facts(found, style.EDGES, 78)
    )


def _facts(found: Answered, x: float, y: float) -> str:
    parts = []
    for name, value in head.facts(found):
        parts.append(letters(x, y, name, color=style.MUTED))
        x += style.length(name, 12) + 6
        parts.append(letters(x, y, value))
        x += style.length(value, 12) + 22
    return "".join(parts)


def _top(y: int) -> float:
    return TOP + y * (style.UNIT + style.GAP)


def _heading(row: Row) -> str:
    return letters(style.EDGES + 2, _top(row.y) + 21, row.title, size=14, bold=True)


def _panel(panel: Panel, inner: str) -> str:
    wide, high = style.width(panel.width), style.height(panel.height)
    x = style.EDGES + panel.x * (style.COLUMN + style.GAP)
    title = style.fitted(panel.title, 13, wide - 24)
    body = (
        f"<title>{escape(panel.description)}</title>"
        + box((0, 0), (wide, high), style.EDGE, 4)
        + box((1, 1), (wide - 2, high - 2), style.CARD, 3)
        + letters(12, 20, title, size=13, bold=True)
        + inside(inner, (0, style.HEADER), style.room(panel))
    )
    return inside(body, (x, _top(panel.y)), (wide, high))
