"""Boards → the files of a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.ir.boards import Source
from generator.preview import draw, page, picture, style, vega
from generator.preview.answers import answered
from generator.preview.compact import compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.ir.boards import Board
    from generator.preview.answers import Answered
    from generator.preview.prometheus import Prometheus


@dataclass(frozen=True, slots=True)
class Made:
    """The files of one board, and what to say of it."""

    files: dict[str, bytes]
    board: Board
    panels: int
    empty: tuple[str, ...]
    failed: tuple[str, ...]


def made(
    boards: Sequence[Board], server: Prometheus, end: float, since: str = ""
) -> Iterator[Made]:
    """Each board, asked for and drawn."""
    for board in boards:
        yield files(answered(compact(board), server, end, since))


def files(found: Answered) -> Made:
    """A board as a page, an SVG and a PNG."""
    bodies = {
        key: draw.body(each, found, style.room(each.panel)) for key, each in found.panels.items()
    }
    uid, svg = found.board.uid, picture.board(found, bodies)
    written = {
        f"{uid}.html": page.board(found, bodies).encode(),
        f"{uid}.svg": svg.encode(),
        f"{uid}.png": vega.png(svg),
    }
    return Made(written, found.board, len(found.panels), empty(found), failed(found))


def empty(found: Answered) -> tuple[str, ...]:
    """The panels that have nothing to show."""
    return tuple(
        drawn.panel.title
        for drawn in found.panels.values()
        if not drawn.series
        and not drawn.problem
        and any(query.source is Source.METRICS for query in drawn.panel.queries)
    )


def failed(found: Answered) -> tuple[str, ...]:
    """What could not be asked."""
    problems = (
        f"{drawn.panel.title}: {drawn.problem}" for drawn in found.panels.values() if drawn.problem
    )
    return (*problems, *found.problems)
