"""What Triton reports of each model version. Its counters do not end in ``_total``."""

from generator.catalog import counter, gauge

METRICS = (
    counter(
        "nv_inference_request_success",
        "model",
        "version",
        unit="requests",
        help="Requests answered.",
    ),
    counter(
        "nv_inference_request_failure",
        "model",
        "version",
        "reason",
        unit="requests",
        help="Requests that failed; reason is REJECTED, CANCELED, BACKEND or OTHER.",
        versions="reason is missing in old servers",
    ),
    counter(
        "nv_inference_request_duration_us",
        "model",
        "version",
        unit="microseconds",
        help="Time spent in requests that succeeded, waiting included.",
    ),
    counter(
        "nv_inference_queue_duration_us",
        "model",
        "version",
        unit="microseconds",
        help="Time that requests waited to be scheduled.",
    ),
    gauge(
        "nv_inference_pending_request_count",
        "model",
        "version",
        unit="requests",
        range=(0, float("inf")),
        help="Requests that wait for execution.",
    ),
)
