"""What Tempo says of itself; releases 2 and 3 write in different ways."""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    histogram(
        "tempo_request_duration_seconds",
        "method",
        "route",
        "status_code",
        "ws",
        unit="seconds",
        help="How long Tempo took to answer a request, by route.",
    ),
    counter(
        "tempo_distributor_spans_received_total",
        "tenant",
        unit="spans",
        help="Spans that arrived, those thrown away later included.",
    ),
    counter(
        "tempo_discarded_spans_total",
        "reason",
        "tenant",
        unit="spans",
        help="Spans thrown away, by reason.",
    ),
    counter(
        "tempo_receiver_accepted_spans",
        "receiver",
        "transport",
        unit="spans",
        help="Spans a receiver took; a counter despite its name.",
    ),
    counter(
        "tempo_receiver_refused_spans",
        "receiver",
        "transport",
        unit="spans",
        help="Spans a receiver sent back; a counter despite its name.",
    ),
    counter(
        "tempo_distributor_ingester_append_failures_total",
        "ingester",
        unit="failures",
        help="Writes that an ingester did not take.",
        versions="<3",
    ),
    counter(
        "tempo_distributor_produce_failures_total",
        "reason",
        unit="records",
        help="Records that could not be written to the queue.",
        versions=">=3",
    ),
    gauge(
        "tempo_ingest_group_partition_lag_seconds",
        "group",
        "partition",
        unit="seconds",
        help="How far the readers of a partition of the queue are behind.",
        versions=">=3",
    ),
    counter(
        "tempo_ingester_failed_flushes_total",
        unit="flushes",
        help="Blocks that could not be written to the object store; they are tried again.",
        versions="<3",
    ),
    counter(
        "tempodb_compaction_errors_total",
        unit="errors",
        help="Errors of compaction.",
    ),
    counter(
        "tempodb_blocklist_poll_errors_total",
        "tenant",
        unit="errors",
        help="Failures to list the blocks of a tenant in the object store.",
    ),
)
