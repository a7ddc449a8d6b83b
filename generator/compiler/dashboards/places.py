"""Where boards and their panels stand: in the folder of a pack, or in a line of a user's file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.diagnostics import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.compiler.context import Path
    from generator.ir.boards import Board, Panel, Variable
    from generator.spec.load import Place, Sources

Spot = tuple[str, int, int]  # the origin of a board, and a place in it that one panel has


@dataclass(frozen=True)
class Places:
    """``documents`` are those of users' boards by origin, ``spots`` lead to their panels."""

    sources: Sources | None = None
    documents: Mapping[str, Place] = field(default_factory=dict)
    spots: Mapping[Spot, Path] = field(default_factory=dict)

    def board(self, board: Board, *path: str | int) -> Origin:
        """A board, or something in its document."""
        place = self.documents.get(board.origin)
        if self.sources is None or place is None:
            return Origin(f"generator/packs/{board.pack}")
        return self.sources.origin(place, path)

    def panel(self, board: Board, panel: Panel, *more: str | int) -> Origin:
        """A panel, or something of it."""
        path = self.spots.get((board.origin, panel.x, panel.y), ())
        return self.board(board, *path, *more)

    def variable(self, board: Board, variable: Variable) -> Origin:
        """A variable."""
        return self.board(board, "spec", "variables", board.variables.index(variable))
