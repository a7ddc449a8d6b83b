"""Alerts on taking logs in and keeping them."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

DISCARDED_RATIO = ServiceThreshold(
    "loki:discarded_lines_ratio:max",
    0.01,
    unit="ratio",
    help="Share of a tenant's log lines that Loki may throw away for one reason.",
)
COMPACTION_AGE = ServiceThreshold(
    "loki:compaction_age_seconds:max",
    10800,
    unit="seconds",
    help="How long ago the last good compaction may be; one is due every ten minutes.",
)

RECEIVED = "loki_distributor_lines_received_total"
DISCARDED = "loki_discarded_samples_total"
DISK_FULL = "loki_ingester_wal_disk_full_failures_total"
COMPACTED = "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds"


def _of(metric: str, pod: str, more: str = "") -> str:
    return f'{metric}{{job="loki",pod="{pod}"{more}}}'


def _discarded(tenant: str, more: str = "") -> str:
    return _of(DISCARDED, "loki-0", f',tenant="{tenant}",reason="rate_limited"{more}')


def _received(tenant: str) -> str:
    return _of(RECEIVED, "loki-0", f',tenant="{tenant}"')


def _of_others(series: str) -> str:
    return series.replace('job="loki"', 'job="other"')


# The labels of both counters grow from release to release, so both are summed.
DISCARDS = Alert(
    name="LokiDiscardedSamples",
    expr=f"""
      sum by (tenant, reason) (rate({DISCARDED}{{job="loki"}}[15m]))
        / on (tenant) group_left ()
      (sum by (tenant) (rate({RECEIVED}{{job="loki"}}[15m])) > 0)
        > {DISCARDED_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=DISCARDED_RATIO,
    summary="{{ $value | humanizePercentage }} of log lines are thrown away",
    description=(
        "Loki throws away {{ $value | humanizePercentage }} of the lines of tenant "
        "{{ $labels.tenant }}: {{ $labels.reason }}. They are lost."
    ),
    cases=(
        fires(
            "1.04% of one tenant's lines, 0.96% of another's",
            {"tenant": "ml", "reason": "rate_limited"},
            at="16m",
            series={
                _discarded("ml", ',policy="a"'): "0+0.52x30",
                _discarded("ml", ',policy="b"'): "0+0.52x30",
                _received("ml"): "0+100x30",
                _discarded("web"): "0+0.96x30",
                _received("web"): "0+100x30",
                _of_others(_received("ml")): "0+900x30",
            },
        ),
        fires(
            "half may be thrown away: from one minute on all are, and fewer arrive",
            {"tenant": "ml", "reason": "rate_limited"},
            at="46m",
            series={
                DISCARDED_RATIO.series: "0.5x70",
                _discarded("ml"): "0x20 100+100x40",
                _received("ml"): "0+300x20 6100+100x40",
            },
        ),
        quiet(
            "half may be thrown away: exactly half are, none arrive, others throw away all",
            until="35m",
            series={
                DISCARDED_RATIO.series: "0.5x50",
                _discarded("half"): "0+1x50",
                _received("half"): "0+2x50",
                _discarded("idle"): "7x50",
                _received("idle"): "9x50",
                _discarded("still"): "0+7x50",
                _received("still"): "9x50",
                _of_others(_discarded("others")): "0+9x50",
                _received("others"): "0+9x50",
            },
        ),
    ),
)

WAL = Alert(
    name="LokiWalDiskFull",
    expr=f"""
      sum by (pod) (increase({DISK_FULL}{{job="loki"}}[10m])) > 0
    """,
    for_="10m",
    severity=AlertSeverity.PAGE,
    summary="The disk of {{ $labels.pod }} is full",
    description=(
        "{{ $labels.pod }} cannot write its write-ahead log: the logs it holds in memory are lost "
        "if it restarts, and soon it can store nothing at all."
    ),
    cases=(
        fires(
            "one failed write every eight minutes, beside pods full long ago, or restarted",
            {"pod": "loki-0"},
            at="15m",
            series={
                _of(DISK_FULL, "loki-0"): "0x4 1x7 2x7 3x20",
                _of(DISK_FULL, "loki-1"): "90x40",
                _of(DISK_FULL, "loki-2"): "90x4 0x40",
                _of(DISK_FULL, "o-0").replace('job="loki"', 'job="other"'): "0+30x40",
            },
        ),
        quiet(
            "full for a moment, until old files were deleted",
            until="30m",
            series={_of(DISK_FULL, "loki-0"): "0x4 30x40"},
        ),
    ),
)

# A pod that has not compacted since its start reports 0, a huge age; the maximum over three hours
# lets a restarted one take over the age of the pod before it.
COMPACTOR = Alert(
    name="LokiCompactorStalled",
    expr=f"""
      time() - max by (job) (max_over_time({COMPACTED}{{job="loki"}}[3h]))
        > {COMPACTION_AGE.value}
    """,
    for_="1h",
    severity=AlertSeverity.TICKET,
    threshold=COMPACTION_AGE,
    summary="Loki has not compacted for hours",
    description=(
        "The last good compaction of Loki is too long ago, or there was none since it started: "
        "queries get slower, and logs past their retention are not deleted."
    ),
    cases=(
        fires(
            "the last good run is three hours old; an idle compactor beside it reports 0",
            {"job": "loki"},
            at="4h30m",
            every=15,
            series={
                _of(COMPACTED, "loki-0"): "900x30",
                _of(COMPACTED, "loki-1"): "0x30",
                f'{COMPACTED}{{job="other",pod="o-0"}}': "0x30",
            },
        ),
        fires(
            "four hours may pass; no run succeeds after a restart three hours ago",
            {"job": "loki"},
            at="6h15m",
            every=15,
            series={
                COMPACTION_AGE.series: "14400x40",
                _of(COMPACTED, "loki-0"): "_x8 7200x1 stale",
                _of(COMPACTED, "loki-1"): "_x10 0x30",
            },
        ),
        quiet(
            "it runs again 45 minutes too late",
            until="6h",
            every=15,
            series={_of(COMPACTED, "loki-0"): "900x17 16200x20"},
        ),
        quiet(
            "a run every three hours, restarts included",
            until="7h",
            every=15,
            series={
                _of(COMPACTED, "loki-0"): "0x11 10800x1 stale",
                _of(COMPACTED, "loki-1"): "_x14 0x9 21600x10",
            },
        ),
    ),
)

ALERTS = (DISCARDS, WAL, COMPACTOR)
