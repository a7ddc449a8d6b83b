"""Tables: rows of what several queries say of the same thing; as an SVG and as HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from generator.ir.boards import Color
from generator.preview import style, units
from generator.preview.style import box, letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.ir.boards import Column, Panel
    from generator.preview.answers import Drawn

ROW, PAD, SIZE, BASE = 27.0, 10.0, 12.0, 18.0
MOST = 500  # rows of a page


@dataclass(slots=True)
class Cells:
    """What is known of one thing while its row is being put together."""

    labels: dict[str, str]
    values: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a cell; numbers stand on the right."""

    text: str
    color: Color
    number: bool


def rows(found: Drawn, now: float) -> list[tuple[Cell, ...]]:
    """The rows in the panel's order."""
    merged = _merged(found)
    columns = {column.title: column for column in found.panel.columns}
    if by := columns.get(found.panel.sort):
        merged.sort(key=lambda row: -row.values.get(by.ref, float("-inf")))
    return [tuple(_cell(row, column, now) for column in found.panel.columns) for row in merged]


def _merged(found: Drawn) -> list[Cells]:
    """Answers side by side, wherever the labels they share are equal; as Grafana merges them."""
    shown = {column.label for column in found.panel.columns if column.label}
    merged: list[Cells] = []
    for each in found.series:
        labels = {key: value for key, value in each.labels.items() if key in shown}
        fitting = [row for row in merged if each.ref not in row.values and _agree(row, labels)]
        for row in fitting:
            row.labels |= labels
            row.values[each.ref] = each.last
        if not fitting:
            merged.append(Cells(labels, {each.ref: each.last}))
    return merged


def _agree(row: Cells, labels: dict[str, str]) -> bool:
    shared = row.labels.keys() & labels.keys()
    return bool(shared) and all(row.labels[key] == labels[key] for key in shared)


def _cell(row: Cells, column: Column, now: float) -> Cell:
    if column.label:
        return Cell(row.labels.get(column.label, ""), Color.NEUTRAL, number=False)
    value = row.values.get(column.ref)
    if value is None:
        return Cell("", Color.NEUTRAL, number=True)
    for at, text, color in column.words:
        if at == value:
            return Cell(text, color, number=False)
    text = units.written(value, column.unit, column.decimals, now)
    return Cell(text, style.stepped(value, column.steps), number=True)


def _widths(panel: Panel, found: Sequence[Sequence[Cell]], room: float) -> list[float]:
    """As wide as what is in them, then stretched or squeezed to the room there is."""
    wanted = []
    for index, column in enumerate(panel.columns):
        texts = [column.title, *(row[index].text for row in found)]
        wanted.append(max(style.length(text, SIZE) for text in texts) * 1.04 + 2 * PAD)
    spare = room - sum(wanted)
    if spare >= 0:
        return [each + spare / len(wanted) for each in wanted]
    return [each * room / sum(wanted) for each in wanted]


def svg(found: Drawn, size: tuple[float, float], now: float) -> str:
    """The table as a picture: as many rows as fit, and how many there are besides."""
    table = rows(found, now)
    most = int((size[1] - 4) // ROW) - 1
    seen = table if len(table) <= most else table[: max(1, most - 1)]
    widths = _widths(found.panel, seen, size[0])
    parts = [_line(_heads(found.panel, table), widths, 0, head=True)]
    for index, row in enumerate(seen, 1):
        parts.append(box((0, index * ROW), (size[0], 1), style.EDGE, 0))
        parts.append(_line(row, widths, index * ROW, head=False))
    if more := len(table) - len(seen):
        y = (len(seen) + 1) * ROW + BASE
        parts.append(letters(PAD, y, f"and {more} more", color=style.MUTED))
    return "".join(parts)


def _heads(panel: Panel, table: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Titles stand where what is below them stands."""
    return [
        Cell(column.title, Color.NEUTRAL, number=_right(table, index))
        for index, column in enumerate(panel.columns)
    ]


def _right(table: Sequence[Sequence[Cell]], index: int) -> bool:
    return any(row[index].number and row[index].text for row in table)


def _line(row: Sequence[Cell], widths: Sequence[float], y: float, *, head: bool) -> str:
    parts, x = [], 0.0
    for cell, wide in zip(row, widths, strict=True):
        text = style.fitted(cell.text, SIZE, wide - PAD)
        color = style.MUTED if head else style.SHADES[cell.color]
        at = x + wide - PAD if cell.number else x + PAD
        anchor = "end" if cell.number else "start"
        parts.append(letters(at, y + BASE, text, size=SIZE, color=color, anchor=anchor, bold=head))
        x += wide
    return "".join(parts)


def html(found: Drawn, now: float) -> str:
    """The table as one that can be scrolled."""
    table = rows(found, now)
    heads = "".join(
        f'<th class="{"n" if cell.number else ""}">{escape(cell.text)}</th>'
        for cell in _heads(found.panel, table)
    )
    body = "".join(f"<tr>{''.join(map(_data, row))}</tr>" for row in table[:MOST])
    if more := len(table) - MOST if len(table) > MOST else 0:
        body += f'<tr><td colspan="{len(found.panel.columns)}">and {more} more</td></tr>'
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _data(cell: Cell) -> str:
    return f'<td class="{"n " if cell.number else ""}{cell.color}">{escape(cell.text)}</td>'
