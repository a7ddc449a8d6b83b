"""Boards of packs → boards of the IR: panels in their places, with numbers that stay."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from generator.ir import boards as to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Pack
    from generator.catalog.board import Board, Panel, Row
    from generator.compiler.context import Context

PREFIX = "wk-"
FOLDER = "Watchkeeper"


def boards(context: Context) -> Iterator[to.Board]:
    """The boards of all packs that take part, by uid."""
    found = (lowered(board, pack, context) for pack in context.active() for board in pack.boards)
    yield from sorted(found, key=lambda each: each.uid)


def lowered(board: Board, pack: Pack, context: Context) -> to.Board:
    """One board, laid out."""
    uid = f"{PREFIX}{board.name}"
    runbooks = context.platform.runbooks.rstrip("/")
    rows = tuple(_rows(board.rows, uid, runbooks))
    queries = [query for row in rows for panel in row.panels for query in panel.queries]
    used = {query.source for query in queries}
    return to.Board(
        uid=uid,
        title=board.title,
        description=board.description,
        folder=FOLDER,
        pack=pack.name,
        rows=rows,
        sources=tuple(source for source in to.Source if source in used),
        variables=board.variables,
        annotations=board.annotations,
        since=board.since,
    )


def _rows(rows: Iterable[Row], uid: str, runbooks: str) -> Iterator[to.Row]:
    y = 0
    for row in rows:
        panels = tuple(_placed(row, y + 1, uid, runbooks))
        yield to.Row(number(uid, row.title), row.title, y, panels)
        y = max(panel.y + panel.height for panel in panels)


def _placed(row: Row, top: int, uid: str, runbooks: str) -> Iterator[to.Panel]:
    """Panels from left to right; one that does not fit begins a new line."""
    x, y, tallest = 0, top, 0
    for panel in row.panels:
        if x + panel.width > to.WIDTH:
            x, y, tallest = 0, y + tallest, 0
        yield _panel(panel, number(uid, row.title, panel.title), (x, y), runbooks)
        x, tallest = x + panel.width, max(tallest, panel.height)


def _panel(panel: Panel, id_: int, place: tuple[int, int], runbooks: str) -> to.Panel:
    links = tuple(to.Link(f"Runbook: {name}", f"{runbooks}/{name}.md") for name in panel.alerts)
    return to.Panel(
        id=id_,
        kind=panel.kind,
        title=panel.title,
        description=panel.description,
        unit=panel.unit,
        queries=panel.queries,
        x=place[0],
        y=place[1],
        width=panel.width,
        height=panel.height,
        decimals=panel.decimals,
        low=panel.low,
        high=panel.high,
        steps=panel.steps,
        words=panel.words,
        columns=panel.columns,
        links=(*panel.links, *links),
        stacked=panel.stacked,
    )


def number(*key: str) -> int:
    """A panel's number, from its names alone: it stays when a neighbour comes or goes."""
    return zlib.crc32("/".join(key).encode()) & 0x7FFFFFFF or 1
