"""The boards of models."""

from generator.packs.models import board, board_model, board_pipeline

BOARDS = (board.BOARD, board_model.BOARD, board_pipeline.BOARD)
