"""The board of this pack, and what it adds to others."""

from generator.packs.mlflow.board import BOARD
from generator.packs.mlflow.panels_runs import PARTS

__all__ = ["BOARDS", "PARTS"]

BOARDS = (BOARD,)
