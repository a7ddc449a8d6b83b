"""The board of this pack, and what it adds to others."""

from generator.packs.model_slo.board import BOARD
from generator.packs.model_slo.panels import PARTS

__all__ = ["BOARDS", "PARTS"]

BOARDS = (BOARD,)
