"""Rows of panels → panels in their places, with numbers that stay."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from generator.catalog.board import RUNBOOKS
from generator.ir import boards as to
from generator.spec.dashboard import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog.board import Board, Panel, Row
    from generator.compiler.context import Context

LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Home:
    """What a board is called and where it belongs; of a pack, or of the document at ``origin``."""

    uid: str
    folder: str = FOLDER
    pack: str = ""
    origin: str = ""


def address(context: Context) -> str:
    """Where runbooks are."""
    found = (each.document.spec.runbooks.rstrip("/") for each in context.specs.platforms)
    return next(found, "")


def laid_out(board: Board, home: Home, runbooks: str) -> to.Board:
    """A board with its panels in their places."""
    rows = tuple(_rows(board.rows, home.uid, runbooks))
    queries = [query for row in rows for panel in row.panels for query in panel.queries]
    used = {query.source for query in queries} | {to.Source.METRICS}  # variables are chosen from it
    return to.Board(
        uid=home.uid,
        title=board.title,
        description=board.description,
        folder=home.folder,
        pack=home.pack,
        rows=rows,
        sources=tuple(source for source in to.Source if source in used),
        variables=board.variables,
        annotations=tuple(replace(a, expr=_line(a.expr)) for a in board.annotations),
        links=(to.Link("Runbooks", f"{runbooks}/README.md"),),
        since=board.since,
        origin=home.origin,
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
    pages = tuple(to.Link(f"Runbook: {name}", f"{runbooks}/{name}.md") for name in panel.alerts)
    shown = {each.name: getattr(panel, each.name) for each in fields(to.Shown)}
    shown |= {
        "queries": tuple(replace(q, expr=_line(q.expr)) for q in panel.queries),
        "columns": tuple(_column(each, runbooks) for each in panel.columns),
        "links": (*panel.links, *pages),
    }
    return to.Panel(id=id_, x=place[0], y=place[1], **shown)


def _line(expr: str) -> str:
    """Without the line breaks that it has in the pack."""
    return LINE_BREAK.sub(" ", expr).strip()


def _column(column: to.Column, runbooks: str) -> to.Column:
    link = column.link
    if link is None:
        return column
    return replace(column, link=replace(link, url=link.url.replace(RUNBOOKS, runbooks)))


def number(*key: str) -> int:
    """A panel's number, from its names alone: it stays when a neighbour comes or goes."""
    return zlib.crc32("/".join(key).encode()) & 0x7FFFFFFF or 1
