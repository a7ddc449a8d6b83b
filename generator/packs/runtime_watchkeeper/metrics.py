"""What the inference library reports of each model in a process."""

from generator.catalog import counter, gauge, histogram

# The library's defaults, in seconds.
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

METRICS = (
    counter(
        "model_prediction_requests_total",
        "model_name",
        "model_version",
        "status",
        unit="requests",
        help="Finished predictions; status is success, error or cancelled (the caller gave up).",
    ),
    histogram(
        "model_prediction_latency_seconds",
        "model_name",
        "model_version",
        unit="seconds",
        help="Time from the call of a prediction to its end, however it ended.",
    ),
    histogram(
        "model_prediction_confidence",
        "model_name",
        "model_version",
        "class",
        unit="ratio",
        help="Confidence the model reports for the class it predicted.",
    ),
    gauge(
        "model_prediction_in_flight",
        "model_name",
        "model_version",
        unit="requests",
        range=(0, float("inf")),
        help="Predictions that have begun and not ended.",
    ),
    gauge(
        "model_last_prediction_timestamp_seconds",
        "model_name",
        "model_version",
        unit="timestamp",
        range=(0, float("inf")),
        help="Unix time at which the last prediction ended well.",
    ),
    histogram(
        "model_prediction_first_item_seconds",
        "model_name",
        "model_version",
        unit="seconds",
        help="Time from the call of a streamed prediction to its first item.",
    ),
    counter(
        "model_tracking_problems_total",
        "model_name",
        "model_version",
        "problem",
        unit="problems",
        help="Predictions of which something could not be recorded, such as a confidence of 1.7.",
    ),
)
