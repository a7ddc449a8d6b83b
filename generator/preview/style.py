"""Colours, sizes and letters of the pictures."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from generator.ir.boards import Color

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir.boards import Panel, Step

GROUND, CARD, EDGE, GRID = "#101317", "#181c22", "#262c35", "#2a313b"
TEXT, MUTED, LINK = "#dfe4ea", "#9aa6b4", "#7cb7f2"
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SHADES = {
    Color.GOOD: "#2fb58f",
    Color.WARNING: "#e8a33d",
    Color.BAD: "#f2665a",
    Color.NEUTRAL: TEXT,
}
# Told apart by people with any kind of colour blindness; after Okabe and Ito, for a dark ground.
PALETTE = (
    *("#5fb4ee", "#e9a73c", "#35bf9a", "#d98bbd", "#f0e05a", "#e8743b", "#8f9df2", "#b9c2cc"),
    *("#2f86c4", "#b07a1f", "#1d8a6d", "#a85f8e"),
)
# Of a board: 24 columns, and units of height as Grafana has them.
WIDE, GAP, UNIT, EDGES = 1560, 8, 30, 16
COLUMN = (WIDE - 23 * GAP) / 24
HEADER = 28  # of a panel
# Widths of letters, " " to "~", in thousandths of their size; those of Arial and its like.
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *((556,) * 10),
    *(278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667),
    *(556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278),
    *(469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
OTHER = 600  # letters that are not of ASCII


def width(columns: int) -> float:
    """Of a panel, in pixels."""
    return round(columns * COLUMN + (columns - 1) * GAP, 2)


def height(units: int) -> float:
    """Of a panel, in pixels."""
    return units * UNIT + (units - 1) * GAP


def room(panel: Panel) -> tuple[float, float]:
    """Below the title of a panel."""
    return width(panel.width), height(panel.height) - HEADER - 4


def length(text: str, size: float) -> float:
    """How wide a text is, in pixels."""
    codes = (ord(each) - 32 for each in text)
    return sum(_WIDTHS[c] if 0 <= c < len(_WIDTHS) else OTHER for c in codes) * size / 1000


def fitted(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is room for."""
    if length(text, size) <= room:
        return text
    while text and length(text + "…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def stepped(value: float, steps: Sequence[Step]) -> Color:
    """The colour of a value; the first step reaches down to the bottom."""
    found = Color.NEUTRAL
    for step in steps:
        if step.value is None or value >= step.value:
            found = step.color
    return found


def letters(  # noqa: PLR0913 - the attributes of a text, each with its usual value
    x: float,
    y: float,
    text: str,
    *,
    size: float = 12,
    color: str = TEXT,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """A text at a place."""
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{color}" '
        f'text-anchor="{anchor}"{weight}>{escape(text)}</text>'
    )


def box(place: tuple[float, float], size: tuple[float, float], fill: str, corner: int = 2) -> str:
    """A filled rectangle."""
    wide, high = max(size[0], 0), max(size[1], 0)
    return (
        f'<rect x="{place[0]:.1f}" y="{place[1]:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill="{fill}" rx="{corner}"/>'
    )


def inside(body: str, place: tuple[float, float], size: tuple[float, float]) -> str:
    """A drawing of its own in another; what sticks out is cut off."""
    return (
        f'<svg x="{place[0]:.1f}" y="{place[1]:.1f}" width="{size[0]:.1f}" height="{size[1]:.1f}" '
        f'viewBox="0 0 {size[0]:.1f} {size[1]:.1f}">{body}</svg>'
    )
