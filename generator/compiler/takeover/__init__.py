"""Boards that came out of Grafana → documents of kind Dashboard, and what they cannot say."""

from generator.compiler.takeover.board import Taken, taken

__all__ = ["Taken", "taken"]
