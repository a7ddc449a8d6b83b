"""What queue-proxy reports, in three generations of names; a patch release brought the third.

None carries a model's name. Each has the label ``model_name`` here because our PodMonitor copies
the name of the InferenceService from a label of the pod onto every series it scrapes.
"""

from generator.catalog import counter, histogram

# Bounds that all generations have, so that an objective outlives an upgrade. Up to 0.45 there are
# 26, in milliseconds (5, 10, 20, 40, 60, 80, 100, 150 ...), since then 14 in seconds.
LATENCY_BUCKETS = (0.005, 0.01, 0.1, 0.25, 0.5, 1, 5, 10)

FIRST = "Knative Serving up to 0.45"
SECOND = "Knative Serving 0.46.0 to 0.46.7 and 0.47.0"
THIRD = "Knative Serving 0.46.9, 0.47.1 and later"

FIRST_LABELS = (
    "model_name",
    "configuration_name",
    "container_name",
    "namespace_name",
    "pod_name",
    "response_code",
    "response_code_class",
    "revision_name",
    "service_name",
)

METRICS = (
    counter(
        "revision_app_request_count",
        *FIRST_LABELS,
        unit="requests",
        help="Requests that the model's container answered.",
        versions=FIRST,
    ),
    histogram(
        "revision_app_request_latencies",
        *FIRST_LABELS,
        unit="milliseconds",
        help="Response time of the model's container, in milliseconds.",
        versions=FIRST,
    ),
    histogram(
        "kn_queueproxy_app_duration_seconds",
        "model_name",
        "http_response_status_code",
        unit="seconds",
        help="Response time of the model's container.",
        versions=SECOND,
    ),
    histogram(
        "kn_serving_invocation_duration_seconds",
        "model_name",
        "http_response_status_code",
        unit="seconds",
        help="Response time of the model's container.",
        versions=THIRD,
    ),
)
