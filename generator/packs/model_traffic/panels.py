"""How many requests a model gets, between its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.board import ONE_MODEL, Panel, Part, Query
from generator.catalog.canonical import REQUESTS

if TYPE_CHECKING:
    from generator.catalog import ModelThreshold


def parts(fewest: ModelThreshold, most: ModelThreshold) -> tuple[Part, ...]:
    """What the board of one model gets."""
    panel = Panel(
        title="Requests against bounds",
        description=(
            "Requests per second, and those of a week ago at the same time: a fall against them is "
            "an alert of its own."
        ),
        unit="requests/s",
        queries=(
            Query("A", f"sum({REQUESTS}{{{ONE_MODEL}}})", "requests"),
            Query("B", f"sum({REQUESTS}{{{ONE_MODEL}}} offset 1w)", "a week ago"),
        ),
        width=12,
        low=0,
        alerts=("ModelTrafficLow", "ModelTrafficHigh", "ModelTrafficDropped"),
    )
    bounded = panel.bounded(fewest, "fewest", ONE_MODEL).bounded(most, "most", ONE_MODEL)
    return (Part("model", "Traffic and errors", (bounded,)),)
