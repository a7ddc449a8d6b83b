"""Panels that a preview cannot fill, made smaller: log lines and traces are not drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.ir.boards import PanelKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir.boards import Board, Panel, Row

UNFILLED = frozenset({PanelKind.LOGS, PanelKind.TRACES})
HEIGHT = 3  # room for the title, a sentence and the query


def compact(board: Board) -> Board:
    """The board with low panels for logs and traces; what is below them moves up."""
    saved, rows = 0, []
    for row in board.rows:
        moved = replace(row, y=row.y - saved)
        panels: list[Panel] = []
        for band in _bands(row):
            high = max(panel.height for panel in band)
            low = HEIGHT if _unfilled(band) and high > HEIGHT else high
            panels += (
                replace(p, y=p.y - saved, height=min(p.height, low) if low < high else p.height)
                for p in band
            )
            saved += high - low
        rows.append(replace(moved, panels=tuple(panels)))
    return replace(board, rows=tuple(rows))


def _unfilled(band: Iterable[Panel]) -> bool:
    return all(p.kind in UNFILLED for p in band) and len({p.y for p in band}) == 1


def _bands(row: Row) -> Iterator[list[Panel]]:
    """Panels that stand beside each other, from the top down."""
    band: list[Panel] = []
    for panel in sorted(row.panels, key=lambda each: (each.y, each.x)):
        if band and panel.y >= max(each.y + each.height for each in band):
            yield band
            band = []
        band.append(panel)
    if band:
        yield band
