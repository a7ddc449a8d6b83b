"""The board of this pack, and what it adds to others."""

from generator.packs.kubernetes.board import BOARD
from generator.packs.kubernetes.parts import PARTS

__all__ = ["BOARDS", "PARTS"]

BOARDS = (BOARD,)
