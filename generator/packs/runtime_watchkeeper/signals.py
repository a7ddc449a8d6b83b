"""The library's metrics as canonical signals."""

from generator.catalog import Signal
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET, LATENCY_SUM, REQUESTS

DECLARED = 'on (model_name) model:identity{runtime="watchkeeper"}'

SIGNALS = (
    Signal(
        REQUESTS,
        f"sum by (model_name) (rate(model_prediction_requests_total[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="requests per second",
        help="Finished predictions, whatever their status.",
    ),
    Signal(
        ERRORS,
        f"""
          (
            sum by (model_name) (rate(model_prediction_requests_total{{status="error"}}[5m]))
            or
            0 * {REQUESTS}
          )
          and {DECLARED}
        """,
        labels=("model_name",),
        unit="requests per second",
        help="Predictions that raised an error; one that its caller cancelled is none.",
    ),
    Signal(
        LATENCY_BUCKET,
        f"""
          sum by (model_name, le) (rate(model_prediction_latency_seconds_bucket[5m]))
          and {DECLARED}
        """,
        labels=("model_name", "le"),
        unit="requests per second",
        help="Predictions that took at most le seconds.",
    ),
    Signal(
        LATENCY_SUM,
        f"sum by (model_name) (rate(model_prediction_latency_seconds_sum[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="seconds per second",
        help="Time spent in predictions.",
    ),
)
