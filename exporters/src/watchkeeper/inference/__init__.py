"""Metrics of a model's predictions, for whatever code serves it.

    from watchkeeper.inference import track_prediction

    @track_prediction("churn-classifier", "3")
    def predict(features): ...

A prediction never fails, and hardly waits, because of its metrics.
"""

from watchkeeper.inference.asgi import PredictionMiddleware
from watchkeeper.inference.call import Call
from watchkeeper.inference.exposition import scrape_registry
from watchkeeper.inference.families import CONFIDENCE_BUCKETS, LATENCY_BUCKETS
from watchkeeper.inference.feedback import Feedback
from watchkeeper.inference.kserve import track_model
from watchkeeper.inference.options import Settings
from watchkeeper.inference.shared import flush
from watchkeeper.inference.tracker import Tracker, track_prediction

__all__ = [
    "CONFIDENCE_BUCKETS",
    "LATENCY_BUCKETS",
    "Call",
    "Feedback",
    "PredictionMiddleware",
    "Settings",
    "Tracker",
    "flush",
    "scrape_registry",
    "track_model",
    "track_prediction",
]
