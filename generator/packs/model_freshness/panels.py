"""Ages of a model, each against the longest that its spec accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.board import ONE_MODEL, Part, now, value

if TYPE_CHECKING:
    from generator.catalog import ModelThreshold, Signal

TITLES = (
    ("Since training", ("ModelTrainingStale",)),
    ("Since the last prediction", ("ModelPredictionStale",)),
    ("Since the last monitoring", ("ModelMonitoringStale",)),
)


def parts(ages: tuple[Signal, ...], longest: tuple[ModelThreshold, ...]) -> tuple[Part, ...]:
    """What the board of one model gets."""
    panels = tuple(
        value(age, title, where=ONE_MODEL, low=0, alerts=alerts)
        for age, (title, alerts) in zip(ages, TITLES, strict=True)
    )
    bounded = tuple(
        panel.bounded(most, "longest", ONE_MODEL)
        for panel, most in zip(panels, longest, strict=True)
    )
    return (
        Part("model", "Now", (now(panels[0], "Trained ago"),)),
        Part("model", "Freshness", bounded),
    )
