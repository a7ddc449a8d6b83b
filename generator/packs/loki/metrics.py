"""What Loki says of itself."""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    histogram(
        "loki_request_duration_seconds",
        "method",
        "route",
        "status_code",
        "ws",
        unit="seconds",
        help="How long Loki took to answer a request, by route.",
    ),
    counter(
        "loki_distributor_lines_received_total",
        "tenant",
        unit="lines",
        help="Log lines that arrived, those thrown away later included; releases add labels.",
    ),
    counter(
        "loki_distributor_bytes_received_total",
        "tenant",
        unit="bytes",
        help="Bytes of log lines that arrived; releases add labels.",
    ),
    counter(
        "loki_discarded_samples_total",
        "reason",
        "tenant",
        unit="lines",
        help="Log lines thrown away, by reason; releases add labels.",
    ),
    counter(
        "loki_prometheus_rule_evaluation_failures_total",
        unit="evaluations",
        help="Rules on log lines whose evaluation ended in an error; has more labels.",
    ),
    counter(
        "loki_prometheus_rule_group_iterations_missed_total",
        unit="iterations",
        help="Evaluations of a group of such rules that were skipped; has more labels.",
    ),
    counter(
        "loki_panic_total",
        unit="panics",
        help="Panics in a request that Loki survived.",
    ),
    counter(
        "loki_ingester_wal_disk_full_failures_total",
        unit="failures",
        help="Writes to the write-ahead log that failed because the disk is full.",
    ),
    gauge(
        "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds",
        unit="timestamp",
        help="When compaction last succeeded; 0 before the first time. Also with the TSDB store.",
    ),
)
