"""The board of this pack."""

from generator.packs.kserve.board import BOARD

__all__ = ["BOARDS"]

BOARDS = (BOARD,)
