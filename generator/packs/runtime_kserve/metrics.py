"""What KServe's Python model server reports: four histograms, with the model's name alone."""

from generator.catalog import histogram

# The defaults of prometheus_client, which KServe leaves as they are.
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

METRICS = (
    histogram(
        "request_preprocess_seconds",
        "model_name",
        unit="seconds",
        help="Time in the preprocess step of a request.",
    ),
    histogram(
        "request_predict_seconds",
        "model_name",
        unit="seconds",
        help="Time in the predict step of a request, ended by a result or an exception.",
    ),
    histogram(
        "request_postprocess_seconds",
        "model_name",
        unit="seconds",
        help="Time in the postprocess step of a request.",
    ),
)
