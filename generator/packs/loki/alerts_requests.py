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


def _of_others(route: str, code: str) -> str:
    return _requests(route, code).replace('job="loki"', 'job="other"')


DOWN = Alert(
    name="LokiDown",
    expr="""
      max by (job) (up{job="loki"}) == 0 or absent(up{job="loki"})
    """,
    for_="5m",
    severity=AlertSeverity.PAGE,
    summary="Loki does not answer",
    description=(
        "No part of Loki answers, or none is scraped. Collectors hold logs back for a while, then "
        "lose them; alerts made from logs are silent."
    ),
    cases=(
        fires(
            "both pods are down, then gone, while others answer",
            {"job": "loki"},
            at="5m",
            series={
                _of("up", "loki-0"): "0x2 stale",
                _of("up", "loki-1"): "0x2 stale",
                'up{job="tempo",pod="tempo-0"}': "1x20",
            },
        ),
        quiet(
            "one of two pods answers, but for four minutes",
            until="15m",
            series={
                _of("up", "loki-0"): "0x30",
                _of("up", "loki-1"): "1x4 0x3 1x20",
                'up{job="other",pod="o-0"}': "0x30",
            },
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
                _requests("loki_api_v1_push", "500"): "0+5.2x30",
                _requests("loki_api_v1_push", "204"): "0+94.8x30",
                _requests("loki_api_v1_query_range", "502"): "0+4.8x30",
                _requests("loki_api_v1_query_range", "200"): "0+95.2x30",
                _of_others("loki_api_v1_push", "204"): "0+900x30",
            },
        ),
        fires(
            "half may fail: from one minute on all do, a third as many as succeeded before",
            {"route": "loki_api_v1_query_range"},
            at="31m",
            series={
                ERROR_RATIO.series: "0.5x50",
                _requests("loki_api_v1_query_range", "500"): "0x12 100+100x40",
                _requests("loki_api_v1_query_range", "200"): "0+300x12 3600x40",
            },
        ),
        quiet(
            "half may fail: exactly half do, nobody asks, others fail, a limit refuses",
            until="25m",
            series={
                ERROR_RATIO.series: "0.5x40",
                _requests("half", "500"): "0+1x40",
                _requests("half", "204"): "0+1x40",
                _requests("idle", "500"): "3x40",
                _of_others("others", "500"): "0+50x40",
                _requests("others", "204"): "0+10x40",
                _requests("refused", "429"): "0+50x40",
                _requests("refused", "204"): "0+10x40",
            },
        ),
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
            "one panic, beside pods that had some long ago, or restarted",
            {"pod": "loki-0"},
            at="6m",
            holds="43m",
            series={
                _of(PANICS, "loki-0"): "0x4 1x60",
                _of(PANICS, "loki-1"): "3x60",
                _of(PANICS, "loki-2"): "3x3 0x60",
                _of(PANICS, "o-0").replace('job="loki"', 'job="other"'): "0+1x60",
            },
        ),
        fires(
            "a panic while nothing could be scraped for seven minutes",
            {"pod": "loki-0"},
            at="13m",
            series={_of(PANICS, "loki-0"): "0x4 _x7 1x30"},
        ),
        quiet(
            "a panic while nothing could be scraped for eleven minutes: the window is over",
            until="30m",
            series={_of(PANICS, "loki-0"): "0x4 _x11 1x30"},
        ),
    ),
)

ALERTS = (DOWN, ERRORS, PANIC)
