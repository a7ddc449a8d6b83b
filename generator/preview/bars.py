"""Bars of the newest values, the longest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.preview import style
from generator.preview.stat import shown
from generator.preview.style import box, letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir.boards import Panel
    from generator.preview.answers import Answered, Drawn, Series

LEAST, MOST = 20.0, 34.0  # pixels of a line
SIZE, PAD = 12, 12
NAMES = 0.42  # of the width at most
THICK = 0.6  # of a line


def drawn(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """As many bars as there is room for; the colour says what a value means."""
    ordered = sorted(found.series, key=lambda each: (-each.last, each.name))
    high = min(MOST, max(LEAST, size[1] / len(ordered)))
    most = max(1, int((size[1] + 1) // high))
    rows = ordered if len(ordered) <= most else ordered[: max(1, most - 1)]
    texts = [shown(each.last, found.panel, board.choices.until) for each in rows]
    left = min(size[0] * NAMES, max(style.length(each.name, SIZE) for each in rows) + 8)
    right = max(style.length(text, SIZE) for text, _ in texts) + PAD
    room = size[0] - left - right - 2 * PAD
    parts = []
    shares = _shares(rows, found.panel)
    for index, (each, (text, color), share) in enumerate(zip(rows, texts, shares, strict=True)):
        middle = (index + 0.5) * high
        plain = not found.panel.steps and not found.panel.words
        shade = style.PALETTE[0] if plain else style.SHADES[color]
        name = style.fitted(each.name, SIZE, left - 6)
        parts.append(letters(PAD, middle + 4, name))
        for wide, fill in ((room, style.EDGE), (max(2.0, room * share), shade)):
            parts.append(box((PAD + left, middle - high * THICK / 2), (wide, high * THICK), fill))
        parts.append(letters(size[0] - PAD, middle + 4, text, anchor="end", color=shade))
    if more := len(ordered) - len(rows):
        parts.append(letters(PAD, (len(rows) + 0.5) * high + 4, f"and {more} more"))
    return "".join(parts)


def _shares(rows: Sequence[Series], panel: Panel) -> list[float]:
    """How long each bar is, of the longest that may be."""
    top = max([each.last for each in rows] + ([panel.high] if panel.high else []))
    return [max(0.0, each.last / top) if top > 0 else 0.0 for each in rows]
