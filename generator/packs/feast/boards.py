"""The board of this pack."""

from generator.packs.feast.board import BOARD

__all__ = ["BOARDS"]

BOARDS = (BOARD,)
