"""The board of this pack, and what it adds to others."""

from generator.packs.model_drift.board import BOARD, PARTS

__all__ = ["BOARDS", "PARTS"]

BOARDS = (BOARD,)
