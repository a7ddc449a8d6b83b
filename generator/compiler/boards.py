"""The boards of packs and users → boards of the IR."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import packs
from generator.compiler.dashboards import lower
from generator.compiler.layout import Home, address, laid_out
from generator.ir import boards as to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Pack
    from generator.catalog.board import Board, Panel, Part, Row
    from generator.compiler.context import Context


def boards(context: Context) -> Iterator[to.Board]:
    """The boards of all packs that take part, and those that users made, by uid."""
    found = (*of_packs(context), *(each.board for each in lower.boards(context)))
    yield from sorted(found, key=lambda each: each.uid)


def of_packs(context: Context) -> Iterator[to.Board]:
    """The boards of packs."""
    parts = tuple(part for pack in context.active() for part in packs.parts(pack))
    for pack in context.active():
        for board in packs.boards(pack):
            yield lowered(board, pack, parts, address(context))


def lowered(board: Board, pack: Pack, parts: Iterable[Part], runbooks: str) -> to.Board:
    """One board of a pack with what other packs add to it, laid out."""
    home = Home(f"{to.PREFIX}{board.name}", pack=pack.name)
    return laid_out(replace(board, rows=tuple(filled(board, parts))), home, runbooks)


def filled(board: Board, parts: Iterable[Part]) -> Iterator[Row]:
    """The rows that have any panel; raises ``ValueError`` for a part that fits in none."""
    added: dict[str, tuple[Panel, ...]] = {row.title: () for row in board.rows}
    for part in parts:
        if part.board == board.name:
            if part.row not in added:
                raise ValueError(f"the board {board.name} has no row {part.row!r}")
            added[part.row] += part.panels
    for row in board.rows:
        if panels := (*row.panels, *added[row.title]):
            yield replace(row, panels=panels)
