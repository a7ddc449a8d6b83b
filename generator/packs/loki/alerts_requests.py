"""Alerts on Loki as a service: does it answer, and does it answer well."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ERROR_RATIO = ServiceThreshold(
    "loki:request_error_ratio:max",
    0.05,
    unit="ratio",
    help="Share of the requests to one route that Loki may answer with a server error.",
)

REQUESTS = "loki_request_duration_seconds_count"
PANICS = "loki_panic_total"


def _of(metric: str, pod: str, more: str = "") -> str:
    return f'{metric}{{job="loki",pod="{pod}"{more}}}'


def _requests(route: str, code: str) -> str:
    return _of(REQUESTS, "loki-0", f',route="{route}",status_code="{code}"')


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
            series={
                _of("up", "loki-0"): "0x30",
                _of("up", "loki-1"): "1x30",
                'up{job="other",pod="o-0"}': "0x30",
            },
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
                _requests("loki_api_v1_push", "204").replace(
                    'job="loki"', 'job="other"'
                ): "0+900x40",
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
            "two bad minutes eight minutes apart",
            until="50m",
            series={
                _requests("loki_api_v1_push", "500"): "0x4 500x7 1000x80",
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
            "nothing of ours fails, and all of another Loki",
            until="30m",
            series={
                _requests("loki_api_v1_push", "500").replace(
                    'job="loki"', 'job="other"'
                ): "0+50x40",
                _requests("loki_api_v1_push", "204"): "0+100x40",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                ERROR_RATIO.series: "0.5x60",
                _requests("loki_api_v1_push", "500"): "0+1x60",
                _requests("loki_api_v1_push", "204"): "0+1x60",
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
        fires(
            "a panic while nothing could be scraped for seven minutes",
            {"pod": "loki-0"},
            at="13m",
            series={_of(PANICS, "loki-0"): "0x4 _x7 1x30"},
        ),
        quiet(
            "a restart empties the counter", until="30m", series={_of(PANICS, "loki-0"): "3x9 0x40"}
        ),
        quiet(
            "only another Loki is scraped",
            until="30m",
            series={_of(PANICS, "loki-0").replace('job="loki"', 'job="other"'): "0+1x40"},
        ),
    ),
)

ALERTS = (DOWN, ERRORS, PANIC)
