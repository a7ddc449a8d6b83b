"""Ages of a model, each against the longest that its spec accepts."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.judged import judged
from generator.catalog.panels import nearing, value
from generator.packs.model_freshness import THRESHOLDS
from generator.packs.model_freshness.signals import SIGNALS

TITLES = (
    ("Since training", ("ModelTrainingStale",)),
    ("Since the last prediction", ("ModelPredictionStale",)),
    ("Since the last monitoring", ("ModelMonitoringStale",)),
)

AGES = tuple(
    value(age, title, where=ONE_MODEL, low=0, alerts=alerts)
    for age, (title, alerts) in zip(SIGNALS, TITLES, strict=True)
)
BOUNDED = tuple(
    panel.bounded(most, "longest", ONE_MODEL) for panel, most in zip(AGES, THRESHOLDS, strict=True)
)
PARTS = (
    Part("model", "Now", (judged(BOUNDED[0], "Trained ago"),)),
    Part("model", "Freshness", tuple(nearing(panel) for panel in BOUNDED)),
)
