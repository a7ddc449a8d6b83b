"""The share of requests that fail, below its bound."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.panels import now, value
from generator.packs.model_error_rate import SIGNALS, THRESHOLDS

FAILING = value(
    SIGNALS[0],
    "Failed requests",
    where=ONE_MODEL,
    width=12,
    high=None,
    alerts=("HighPredictionErrorRate",),
)
PARTS = (
    Part("model", "Now", (now(FAILING, "Failing", decimals=2),)),
    Part("model", "Traffic and errors", (FAILING.bounded(THRESHOLDS[0], "most", ONE_MODEL),)),
)
