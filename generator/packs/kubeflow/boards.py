"""The board of this pack."""

from generator.packs.kubeflow.board import BOARD

__all__ = ["BOARDS"]

BOARDS = (BOARD,)
