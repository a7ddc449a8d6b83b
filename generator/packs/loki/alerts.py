"""Alerts on taking logs in, keeping them and reading them."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ERROR_RATIO = ServiceThreshold(
    "loki:request_error_ratio:max",
    0.05,
    unit="ratio",
    help="Share of the requests to one route that Loki may answer with a server error.",
)
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

REQUESTS = "loki_request_duration_seconds_count"
RECEIVED = "loki_distributor_lines_received_total"
DISCARDED = "loki_discarded_samples_total"
DISK_FULL = "loki_ingester_wal_disk_full_failures_total"
PANICS = "loki_panic_total"
COMPACTED = "loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds"


def _of(metric: str, pod: str, more: str = "") -> str:
    return f'{metric}{{job="loki",pod="{pod}"{more}}}'


def _requests(route: str, code: str) -> str:
    return _of(REQUESTS, "loki-0", f',route="{route}",status_code="{code}"')


def _discarded(tenant: str, more: str = "") -> str:
    return _of(DISCARDED, "loki-0", f',tenant="{tenant}",reason="rate_limited"{more}')


def _received(tenant: str) -> str:
    return _of(RECEIVED, "loki-0", f',tenant="{tenant}"')


DOWN = Alert(
    name="LokiDown",
    expr="""
      max by (job) (up{job="loki"}) == 0 or absent(up{job="loki"})
    """,
    for_="5m",
    severity=AlertSeverity.PAGE,
    summary="Loki does not answer",
    description=(
        "No part of Loki has answered for 5 minutes, or none is scraped. Collectors hold logs "
        "back for a while, then lose them; alerts made from logs are silent."
    ),
    cases=(
        fires(
            "both pods are down while others answer",
            {"job": "loki"},
            at="5m",
            series={
                _of("up", "loki-0"): "0x20",
                _of("up", "loki-1"): "0x20",
                'up{job="tempo",pod="tempo-0"}': "1x20",
            },
        ),
        fires(
            "there is no target at all",
            {"job": "loki"},
            at="5m",
            series={'up{job="tempo",pod="tempo-0"}': "1x20"},
        ),
        quiet(
            "one of two pods answers",
            until="20m",
            series={_of("up", "loki-0"): "0x30", _of("up", "loki-1"): "1x30"},
        ),
        quiet(
            "a restart of four minutes", until="30m", series={_of("up", "loki-0"): "1x4 0x4 1x40"}
        ),
    ),
)

ERRORS = Alert(
    name="LokiRequestErrors",
    expr=f"""
      sum by (route) (rate({REQUESTS}{{job="loki", status_code=~"5.."}}[5m]))
        / (sum by (route) (rate({REQUESTS}{{job="loki"}}[5m])) > 0)
      > {ERROR_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=ERROR_RATIO,
    summary="{{ $value | humanizePercentage }} of requests to {{ $labels.route }} fail",
    description=(
        "Loki answers {{ $value | humanizePercentage }} of the requests to {{ $labels.route }} "
        "with a server error. On a push route collectors try again; on a query route people see it."
    ),
    cases=(
        fires(
            "5.2% fail on the push route, 4.8% on a query route",
            {"route": "loki_api_v1_push"},
            at="16m",
            series={
                _requests("loki_api_v1_push", "500"): "0+5.2x40",
                _requests("loki_api_v1_push", "204"): "0+94.8x40",
                _requests("loki_api_v1_query_range", "502"): "0+4.8x40",
                _requests("loki_api_v1_query_range", "200"): "0+95.2x40",
            },
        ),
        fires(
            "few requests: every other minute one fails and one does not",
            {"route": "loki_api_v1_query_range"},
            at="18m",
            series={
                _requests("loki_api_v1_query_range", "500"): "0x2 1x3 2x3 3x3 4x3 5x3 6x3",
                _requests("loki_api_v1_query_range", "200"): "0x2 1x3 2x3 3x3 4x3 5x3 6x3",
            },
        ),
        quiet(
            "a bad minute leaves the window",
            until="50m",
            series={
                _requests("loki_api_v1_push", "500"): "0x4 500x80",
                _requests("loki_api_v1_push", "204"): "0+100x90",
            },
        ),
        quiet(
            "requests refused by a limit are the caller's",
            until="30m",
            series={
                _requests("loki_api_v1_push", "429"): "0+50x40",
                _requests("loki_api_v1_push", "204"): "0+50x40",
            },
        ),
        quiet(
            "nobody asks",
            until="30m",
            series={_requests("loki_api_v1_push", "500"): "3x40"},
        ),
        quiet("Loki is not scraped", until="30m", series={}),
    ),
)

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
    for_="5m",
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
            at="10m",
            series={_of(DISK_FULL, "loki-0"): "0x4 30+30x30", _of(DISK_FULL, "loki-1"): "90x60"},
        ),
        fires(
            "one failed write every eight minutes",
            {"pod": "loki-0"},
            at="10m",
            series={_of(DISK_FULL, "loki-0"): "0x4 1x7 2x7 3x30"},
        ),
        quiet(
            "a restart empties the counter",
            until="40m",
            series={_of(DISK_FULL, "loki-0"): "90x9 0x60"},
        ),
        quiet("Loki is not scraped", until="40m", series={}),
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
        quiet("the compactor is not scraped", until="6h", every=5, series={}),
    ),
)

PANIC = Alert(
    name="LokiPanics",
    expr=f"""
      sum by (pod) (increase({PANICS}{{job="loki"}}[10m])) > 0
    """,
    for_="1m",
    keep_firing_for="30m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.pod }} panics",
    description=(
        "Requests made {{ $labels.pod }} panic {{ $value | humanize }} times in 10 minutes. It "
        "survived, but those requests failed, and the next panic may be outside of a request."
    ),
    cases=(
        fires(
            "one panic, beside a pod that had some long ago",
            {"pod": "loki-0"},
            at="6m",
            series={_of(PANICS, "loki-0"): "0x4 1x30", _of(PANICS, "loki-1"): "3x40"},
        ),
        quiet("a restart empties the counter", until="30m", series={_of(PANICS, "loki-0"): "3x9 0x40"}),
        quiet("Loki is not scraped", until="30m", series={}),
    ),
)

ALERTS = (DOWN, ERRORS, DISCARDS, WAL, COMPACTOR, PANIC)
