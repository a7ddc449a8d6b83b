"""The share of requests that fail, below its bound."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.judged import judged
from generator.catalog.panels import nearing, value
from generator.packs.model_error_rate import SIGNALS, THRESHOLDS

FAILING = value(
    SIGNALS[0],
    "Failed requests",
    where=ONE_MODEL,
    width=12,
    high=None,
    alerts=("HighPredictionErrorRate",),
).bounded(THRESHOLDS[0], "most", ONE_MODEL)
PARTS = (
    Part("model", "Now", (judged(FAILING, "Failing", decimals=2),)),
    Part("model", "Traffic and errors", (nearing(FAILING),)),
)
