"""What Alloy says of itself and of what it forwards."""

from generator.catalog import counter, gauge

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    gauge(
        "alloy_component_controller_running_components",
        "controller_id",
        "controller_path",
        "health_type",
        unit="components",
        help="Components by health: healthy, unhealthy, unknown or exited.",
    ),
    gauge(
        "alloy_config_last_load_successful",
        unit="bool",
        range=(0, 1),
        help="1 while the running configuration is the one on disk.",
    ),
    counter(
        "loki_write_sent_entries_total",
        "component_id",
        "component_path",
        "host",
        "tenant",
        unit="lines",
        help="Log lines that Loki took.",
    ),
    counter(
        "loki_write_dropped_entries_total",
        "component_id",
        "component_path",
        "host",
        "reason",
        "tenant",
        unit="lines",
        help="Log lines given up on, by reason.",
    ),
    counter(
        "loki_write_batch_retries_total",
        "component_id",
        "component_path",
        "host",
        "tenant",
        unit="batches",
        help="Batches of log lines that had to be sent again.",
    ),
    counter(
        "otelcol_exporter_sent_spans_total",
        "component_id",
        "component_path",
        "exporter",
        unit="spans",
        help="Spans that their destination took.",
    ),
    counter(
        "otelcol_exporter_send_failed_spans_total",
        "component_id",
        "component_path",
        "exporter",
        unit="spans",
        help="Spans given up on after all attempts.",
    ),
)
