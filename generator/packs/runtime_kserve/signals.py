"""The predict step as canonical signals.

The three steps of a request are timed apart and histograms of sums cannot be made of them, so the
latency here is that of the model itself, without pre- and postprocessing.
"""

from generator.catalog import Signal
from generator.catalog.canonical import LATENCY_BUCKET, LATENCY_SUM, REQUESTS

DECLARED = 'on (model_name) model:identity{runtime="kserve"}'

SIGNALS = (
    Signal(
        REQUESTS,
        f"sum by (model_name) (rate(request_predict_seconds_count[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="requests per second",
        help="Requests that reached the predict step.",
    ),
    Signal(
        LATENCY_BUCKET,
        f"sum by (model_name, le) (rate(request_predict_seconds_bucket[5m])) and {DECLARED}",
        labels=("model_name", "le"),
        unit="requests per second",
        help="Requests whose predict step took at most le seconds.",
    ),
    Signal(
        LATENCY_SUM,
        f"sum by (model_name) (rate(request_predict_seconds_sum[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="seconds per second",
        help="Time spent in the predict step.",
    ),
)
