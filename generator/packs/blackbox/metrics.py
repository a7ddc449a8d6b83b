"""What the exporter says of an address that it asked; ``system`` is what the address belongs to."""

from generator.catalog import gauge

METRICS = (
    gauge(
        "probe_success",
        "system",
        unit="bool",
        range=(0, 1),
        help="1 if the address answered as it should.",
    ),
    gauge(
        "probe_http_status_code",
        "system",
        unit="code",
        range=(0, 599),
        help="HTTP status of the answer, 0 without one.",
    ),
    gauge(
        "probe_duration_seconds",
        "system",
        unit="seconds",
        range=(0, float("inf")),
        help="Time until the answer.",
    ),
)
