"""Each metric of the library, declared once. Names and labels are what the alert rules read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Seconds. The compiler accepts a latency objective only at one of a model's bounds; these are the
# ones it assumes where the model's spec sets no `serving.buckets`.
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONFIDENCE_BUCKETS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)

STATUSES = ("success", "error", "cancelled")
SUCCESS, ERROR, CANCELLED = range(len(STATUSES))

BAD_CONFIDENCE = "bad_confidence"
FAILED_CALLBACK = "failed_callback"
UNKNOWN_OUTCOME = "unknown_outcome"
FORGOTTEN_PREDICTION = "forgotten_prediction"
PROBLEM_KINDS = (BAD_CONFIDENCE, FAILED_CALLBACK, UNKNOWN_OUTCOME, FORGOTTEN_PREDICTION)

MODEL = ("model_name", "model_version")


@dataclass(frozen=True, slots=True)
class Family:
    """One metric family; ``merge`` is how gauges of several processes become one."""

    name: str
    type: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    unit: str
    help: str
    merge: Literal["", "livesum", "max", "livemostrecent"] = ""


REQUESTS = Family(
    "model_prediction_requests_total",
    "counter",
    (*MODEL, "status"),
    "requests",
    "Finished predictions; status is success, error or cancelled (the caller gave up).",
)
LATENCY = Family(
    "model_prediction_latency_seconds",
    "histogram",
    MODEL,
    "seconds",
    "Time from the call of a prediction to its end, however it ended.",
)
FIRST_ITEM = Family(
    "model_prediction_first_item_seconds",
    "histogram",
    MODEL,
    "seconds",
    "Time from the call of a streamed prediction to its first item.",
)
CONFIDENCE = Family(
    "model_prediction_confidence",
    "histogram",
    (*MODEL, "class"),
    "ratio",
    "Confidence the model reports for the class it predicted.",
)
IN_FLIGHT = Family(
    "model_prediction_in_flight",
    "gauge",
    MODEL,
    "requests",
    "Predictions that have begun and not ended.",
    merge="livesum",
)
LAST = Family(
    "model_last_prediction_timestamp_seconds",
    "gauge",
    MODEL,
    "timestamp",
    "Unix time at which the last prediction ended well.",
    merge="max",
)
ACCURACY = Family(
    "model_accuracy_score",
    "gauge",
    MODEL,
    "ratio",
    "Share of right predictions among the latest whose outcome is known.",
    merge="livemostrecent",
)
PROBLEMS = Family(
    "model_tracking_problems_total",
    "counter",
    (*MODEL, "problem"),
    "problems",
    "What the library could not record, by kind; the predictions themselves went on.",
)

FAMILIES = (REQUESTS, LATENCY, FIRST_ITEM, CONFIDENCE, IN_FLIGHT, LAST, ACCURACY, PROBLEMS)
