"""What the board of the stack shows of Loki: what comes in, what it refuses, how it answers."""

from generator.catalog.board import RATE, Color, Panel, Part, Query
from generator.catalog.panels import answering, rate
from generator.catalog.ranked import highest
from generator.packs.loki.alerts_requests import ERROR_RATIO, REQUESTS
from generator.packs.loki.alerts_storage import (
    COMPACTED,
    COMPACTION_AGE,
    DISCARDED,
    DISCARDED_RATIO,
    RECEIVED,
)
from generator.packs.loki.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="loki", namespace=~"$namespace"'
LINES = 10
BUCKETS = f"loki_request_duration_seconds_bucket{{{HERE}}}[{RATE}]"
UNEVALUATED = "loki_prometheus_rule_evaluation_failures_total"
MISSED = "loki_prometheus_rule_group_iterations_missed_total"

LINES_IN = rate(
    BY_NAME[RECEIVED],
    "Lines that arrive",
    "tenant",
    where=HERE,
    description="Log lines per second by tenant. None at all means that no collector gets through.",
    stacked=True,
)
BYTES_IN = rate(
    BY_NAME["loki_distributor_bytes_received_total"],
    "Bytes that arrive",
    "tenant",
    where=HERE,
    description="Bytes of log lines per second by tenant: what storage is spent on.",
    stacked=True,
)
REFUSED = Panel(
    title="Lines thrown away",
    description=(
        "The share of a tenant's lines that were thrown away, by reason: too old, too long, too "
        "many at once, too many streams. They are gone."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            highest(
                f"sum by (tenant, reason) (rate({DISCARDED}{{{HERE}}}[{RATE}])) "
                "/ on (tenant) group_left () "
                f"(sum by (tenant) (rate({RECEIVED}{{{HERE}}}[{RATE}])) > 0)",
                LINES,
            ),
            "{{tenant}} {{reason}}",
        ),
    ),
    low=0,
    alerts=("LokiDiscardedSamples",),
).bounded(DISCARDED_RATIO, "most")
ERRORS = Panel(
    title="Server errors of Loki, by route",
    description=(
        f"The share of requests that Loki failed, of the {LINES} worst routes. Errors of push "
        "make collectors hold lines back; errors of query_range are seen by people."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            highest(
                f'sum by (route) (rate({REQUESTS}{{{HERE}, status_code=~"5.."}}[{RATE}])) '
                f"/ (sum by (route) (rate({REQUESTS}{{{HERE}}}[{RATE}])) > 0)",
                LINES,
            ),
            "{{route}}",
        ),
    ),
    low=0,
    alerts=("LokiRequestErrors", "LokiPanics"),
).bounded(ERROR_RATIO, "most")
SLOW = Panel(
    title="p99 of Loki, by route",
    description=f"The 99th percentile of the time to answer, of the {LINES} slowest routes.",
    unit="seconds",
    queries=(
        Query(
            "A",
            highest(f"histogram_quantile(0.99, sum by (route, le) (rate({BUCKETS})))", LINES),
            "{{route}}",
        ),
    ),
    low=0,
)
RULER = Panel(
    title="Log rules that failed or were skipped",
    description=(
        "Rules that Loki's ruler could not evaluate within an hour, and runs of groups that it "
        "skipped. Alerts made from logs, and the counts that other alerts join, are missing then."
    ),
    unit="evaluations",
    queries=(
        Query("A", f"sum(increase({UNEVALUATED}{{{HERE}}}[1h]))", "failed"),
        Query("B", f"sum(increase({MISSED}{{{HERE}}}[1h]))", "groups skipped"),
    ),
    low=0,
    colors=(("^failed$", Color.BAD), ("^groups skipped$", Color.WARNING)),
)
COMPACTION = Panel(
    title="Since logs were last compacted",
    description=(
        "The time since Loki's last compaction, which also deletes what is older than retention: "
        "without it storage fills up."
    ),
    unit="seconds",
    queries=(Query("A", f"time() - max({COMPACTED}{{{HERE}}} > 0)", "age"),),
    width=6,
    low=0,
    alerts=("LokiCompactorStalled", "LokiWalDiskFull"),
).bounded(COMPACTION_AGE, "longest")
PARTS = (
    Part("stack", "Now", (answering(BY_NAME["up"], "Loki", "loki", "LokiDown"),)),
    Part("stack", "Storage", (COMPACTION,)),
    Part("stack", "Logs", (LINES_IN, BYTES_IN, REFUSED, ERRORS, SLOW, RULER)),
)
