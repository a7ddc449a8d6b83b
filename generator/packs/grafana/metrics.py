"""What Grafana says of itself."""

from generator.catalog import gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    histogram(
        "grafana_http_request_duration_seconds",
        "handler",
        "method",
        "status_code",
        unit="seconds",
        help="How long Grafana took to answer a request; newer releases add labels.",
    ),
)
