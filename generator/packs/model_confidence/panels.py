"""How sure a model is, above its floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.board import ONE_MODEL, Part, value

if TYPE_CHECKING:
    from generator.catalog import ModelThreshold, Signal


def parts(mean: Signal, lowest: ModelThreshold) -> tuple[Part, ...]:
    """What the board of one model gets."""
    panel = value(
        mean, "Mean confidence", where=ONE_MODEL, width=12, alerts=("ModelConfidenceLow",)
    )
    return (Part("model", "Quality", (panel.bounded(lowest, "floor", ONE_MODEL),)),)
