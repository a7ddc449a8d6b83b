"""The board of this pack; the packs of the other parts of the stack add to its rows."""

from generator.packs.prometheus.board import BOARD

__all__ = ["BOARDS"]

BOARDS = (BOARD,)
