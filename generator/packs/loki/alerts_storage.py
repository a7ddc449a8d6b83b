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
                _discarded("ml", ',policy="a"'): "0+0.52x40",
                _discarded("ml", ',policy="b"'): "0+0.52x40",
                _received("ml"): "0+100x40",
                _discarded("web"): "0+0.96x40",
                _received("web"): "0+100x40",
                _received("ml").replace('job="loki"', 'job="other"'): "0+900x40",
            },
        ),
        fires(
            "a burst every twelve minutes",
            {"tenant": "ml", "reason": "rate_limited"},
            at="20m",
            series={
                _discarded("ml"): "0x4 100x11 200x11 300x11 400x20",
                _received("ml"): "0+100x60",
            },
        ),
        quiet(
            "one burst leaves the window after 14 minutes",
            until="1h",
            series={_discarded("ml"): "0x4 100x90", _received("ml"): "0+100x90"},
        ),
        quiet(
            "nothing of ours is thrown away, and half of another Loki",
            until="40m",
            series={
                _discarded("ml").replace('job="loki"', 'job="other"'): "0+50x60",
                _received("ml"): "0+100x60",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                DISCARDED_RATIO.series: "0.5x60",
                _discarded("ml"): "0+1x60",
                _received("ml"): "0+2x60",
            },
        ),
        quiet(
            "no lines arrive",
            until="40m",
            series={_discarded("ml"): "7x60", _received("ml"): "9x60"},
        ),
        quiet("Loki is not scraped", until="40m", series={}),
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
            "a full disk, beside a pod whose disk was full long ago",
            {"pod": "loki-0"},
            at="15m",
            series={_of(DISK_FULL, "loki-0"): "0x4 30+30x30", _of(DISK_FULL, "loki-1"): "90x60"},
        ),
        fires(
            "one failed write every eight minutes",
            {"pod": "loki-0"},
            at="15m",
            series={_of(DISK_FULL, "loki-0"): "0x4 1x7 2x7 3x30"},
        ),
        quiet(
            "full for a moment, until old files were deleted",
            until="40m",
            series={_of(DISK_FULL, "loki-0"): "0x4 30x60"},
        ),
        quiet(
            "a restart empties the counter",
            until="40m",
            series={_of(DISK_FULL, "loki-0"): "90x9 0x60"},
        ),
        quiet(
            "only another Loki is scraped",
            until="40m",
            series={_of(DISK_FULL, "loki-0").replace('job="loki"', 'job="other"'): "0+30x60"},
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
            at="4h15m",
            every=5,
            series={_of(COMPACTED, "loki-0"): "600x80", _of(COMPACTED, "loki-1"): "0x80"},
        ),
        fires(
            "no run succeeds after a restart",
            {"job": "loki"},
            at="4h15m",
            every=5,
            series={
                _of(COMPACTED, "loki-0"): "600x6 _x80",
                _of(COMPACTED, "loki-1"): "_x7 0x80",
            },
        ),
        quiet(
            "it runs again 55 minutes too late",
            until="6h",
            every=5,
            series={_of(COMPACTED, "loki-0"): "600x48 14700x60"},
        ),
        quiet(
            "a run every three hours, restarts included",
            until="9h",
            every=5,
            series={
                _of(COMPACTED, "loki-0"): "0x35 10800x20",
                _of(COMPACTED, "loki-1"): "_x56 0x15 21600x60",
            },
        ),
        quiet(
            "only the compactor of another Loki is scraped",
            until="6h",
            every=5,
            series={f'{COMPACTED}{{job="other",pod="o-0"}}': "0x90"},
        ),
    ),
)

ALERTS = (DISCARDS, WAL, COMPACTOR)
