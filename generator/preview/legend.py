"""The legend below a graph: as many lines as there is room for, and how many there are besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.preview import style, units
from generator.preview.style import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.preview.answers import Series

LINE = 17
MARK = 16
COLUMN = 170  # the narrowest that a name and a number fit in
WIDEST = 420  # or nobody finds the number that belongs to a name
SIZE = 11.5
SHARE = 0.34  # of the height of a panel at most


Form = tuple[str, int | None]  # unit and decimals


class Entry(NamedTuple):
    """A line of the graph in its colour."""

    series: Series
    color: str
    dashed: bool


def lines(entries: Sequence[Entry], size: tuple[float, float], form: Form) -> int:
    """How many lines high the legend is."""
    most = max(1, int(size[1] * SHARE // LINE))
    return min(most, -(-len(entries) // _columns(entries, size[0], most, form)))


def _columns(entries: Sequence[Entry], wide: float, most: int, form: Form) -> int:
    """As many as the longest entry fits in; more, where not all lines are seen otherwise."""
    longest = max((_wanted(entry, form) for entry in entries), default=wide)
    whole = max(1, int(wide // longest))
    if -(-len(entries) // whole) <= most:
        return whole
    return max(whole, int(wide // COLUMN))


def _wanted(entry: Entry, form: Form) -> float:
    numbers = _numbers(entry.series, form)[0]
    return style.length(entry.series.name + numbers, SIZE) + MARK + 40


def drawn(
    entries: Sequence[Entry], size: tuple[float, float], panel_high: float, form: Form
) -> str:
    """The legend in a place of this size."""
    most = max(1, int(panel_high * SHARE // LINE))
    columns = _columns(entries, size[0], most, form)
    room = max(1, int(size[1] // LINE)) * columns
    shown = entries if len(entries) <= room else entries[: room - 1]
    wide = min(size[0] / columns, WIDEST)
    parts = []
    for index, entry in enumerate(shown):
        x, y = index % columns * wide, index // columns * LINE
        parts.append(_entry(entry, (x, y + 12), wide - 14, form))
    if len(shown) < len(entries):
        x, y = (room - 1) % columns * wide, (room - 1) // columns * LINE
        more = f"and {len(entries) - len(shown)} more"
        parts.append(letters(x + MARK + 8, y + 12, more, size=SIZE, color=style.MUTED))
    return "".join(parts)


def _numbers(series: Series, form: Form) -> tuple[str, str]:
    """The newest value with the highest, and alone."""
    last = units.written(series.last, *form)
    most = units.written(max(value for _, value in series.points), *form)
    return (last if last == most else f"{last} · max {most}"), last


def _entry(entry: Entry, place: tuple[float, float], wide: float, form: Form) -> str:
    x, y = place
    dash = ' stroke-dasharray="4 3"' if entry.dashed else ""
    mark = (
        f'<line x1="{x + 4:.1f}" x2="{x + MARK + 2:.1f}" y1="{y - 4:.1f}" y2="{y - 4:.1f}" '
        f'stroke="{entry.color}" stroke-width="{2 if dash else 3}"{dash}/>'
    )
    both, last = _numbers(entry.series, form)
    spare = wide - MARK - 16 - style.length(entry.series.name, SIZE)
    numbers = both if style.length(both, SIZE) <= spare else last
    name = style.fitted(entry.series.name, SIZE, wide - MARK - 16 - style.length(numbers, SIZE))
    return (
        mark
        + letters(x + MARK + 8, y, name, size=SIZE)
        + letters(x + wide, y, numbers, size=SIZE, color=style.MUTED, anchor="end")
    )
