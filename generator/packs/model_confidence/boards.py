"""How sure a model is, above its floor."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.panels import value
from generator.packs.model_confidence import SIGNALS, THRESHOLDS

MEAN = value(
    SIGNALS[0], "Mean confidence", where=ONE_MODEL, width=12, alerts=("ModelConfidenceLow",)
)
PARTS = (Part("model", "Quality", (MEAN.bounded(THRESHOLDS[0], "floor", ONE_MODEL),)),)
