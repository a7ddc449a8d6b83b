"""The share of requests that fail, below its bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.board import ONE_MODEL, Part, now, value

if TYPE_CHECKING:
    from generator.catalog import ModelThreshold, Signal


def parts(share: Signal, most: ModelThreshold) -> tuple[Part, ...]:
    """What the board of one model gets."""
    panel = value(
        share,
        "Failed requests",
        where=ONE_MODEL,
        width=12,
        high=None,
        alerts=("HighPredictionErrorRate",),
    )
    return (
        Part("model", "Now", (now(panel, "Failing", decimals=2),)),
        Part("model", "Traffic and errors", (panel.bounded(most, "most", ONE_MODEL),)),
    )
