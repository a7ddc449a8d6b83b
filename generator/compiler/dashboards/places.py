"""Where boards and their panels stand: in the folder of a pack, or in a line of a user's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diagnostics import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.compiler.context import Path
    from generator.ir.boards import Board, Panel, Row, Variable
    from generator.spec import DashboardPanel
    from generator.spec.load import Place, Sources

Spot = tuple[str, int, int]  # the origin of a board, and a place in it that one panel has


@dataclass(frozen=True, slots=True)
class Written:
    """A panel as it stands in a file, and the way to it."""

    path: Path
    spec: DashboardPanel

    def query(self, index: int) -> Path:
        """What decides on a query: itself, or what picks the series of a signal."""
        if self.spec.queries:
            return (*self.path, "queries", index, "query")
        if self.spec.query is not None:
            return (*self.path, "query")
        return (*self.path, "where") if self.spec.where else self.path

    def legend(self, index: int) -> Path:
        """What names the lines of a query."""
        if self.spec.queries and self.spec.queries[index].legend is not None:
            return (*self.path, "queries", index, "legend")
        return (*self.path, "legend") if self.spec.legend is not None else self.query(index)


@dataclass(frozen=True)
class Places:
    """``documents`` are those of users' boards by origin, ``spots`` lead to their panels."""

    sources: Sources | None = None
    documents: Mapping[str, Place] = field(default_factory=dict)
    spots: Mapping[Spot, Written] = field(default_factory=dict)

    def board(self, board: Board, *path: str | int) -> Origin:
        """A board, or something in its document."""
        place = self.documents.get(board.origin)
        if self.sources is None or place is None:
            return Origin(f"generator/packs/{board.pack}")
        return self.sources.origin(place, path)

    def panel(self, board: Board, panel: Panel, *more: str | int) -> Origin:
        """A panel, or something of it."""
        found = self._written(board, panel)
        return self.board(board, *(found.path if found else ()), *more)

    def query(self, board: Board, panel: Panel, index: int) -> Origin:
        """One query of a panel."""
        found = self._written(board, panel)
        return self.board(board, *(found.query(index) if found else ()))

    def legend(self, board: Board, panel: Panel, index: int) -> Origin:
        """The names of the lines of one query."""
        found = self._written(board, panel)
        return self.board(board, *(found.legend(index) if found else ()))

    def row(self, board: Board, row: Row) -> Origin:
        """The heading of a row."""
        found = self._written(board, row.panels[0])
        return self.board(board, *(found.path[:-2] if found else ()), "title")

    def _written(self, board: Board, panel: Panel) -> Written | None:
        return self.spots.get((board.origin, panel.x, panel.y))

    def variable(self, board: Board, variable: Variable) -> Origin:
        """A variable."""
        return self.board(board, "spec", "variables", board.variables.index(variable))
