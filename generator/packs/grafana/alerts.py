"""Grafana alerts nobody and loses no data: both alerts are tickets."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ERROR_RATIO = ServiceThreshold(
    "grafana:request_error_ratio:max",
    0.05,
    unit="ratio",
    help="Share of requests that Grafana may answer with a server error.",
)

REQUESTS = "grafana_http_request_duration_seconds_count"


def _requests(handler: str, code: str) -> str:
    return f'{REQUESTS}{{job="grafana",instance="g0",handler="{handler}",status_code="{code}"}}'


DOWN = Alert(
    name="GrafanaDown",
    expr="""
      max by (job) (up{job="grafana"}) == 0 or absent(up{job="grafana"})
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Grafana does not answer",
    description=(
        "No replica of Grafana has answered for 10 minutes, or none is scraped. Dashboards are "
        "not to be had; alerts go on without them."
    ),
    cases=(
        fires(
            "it is down while others answer",
            {"job": "grafana"},
            at="10m",
            series={
                'up{job="grafana",instance="g0"}': "0x30",
                'up{job="loki",instance="l0"}': "1x30",
            },
        ),
        fires(
            "there is no target at all",
            {"job": "grafana"},
            at="10m",
            series={'up{job="loki",instance="l0"}': "1x30"},
        ),
        fires(
            "the pod is gone: five minutes until its last sample is stale",
            {"job": "grafana"},
            at="25m",
            series={'up{job="grafana",instance="g0"}': "1x10"},
        ),
        quiet(
            "one of two replicas answers",
            until="30m",
            series={
                'up{job="grafana",instance="g0"}': "0x40",
                'up{job="grafana",instance="g1"}': "1x40",
                'up{job="other",instance="o0"}': "0x40",
            },
        ),
        quiet(
            "an upgrade of nine minutes",
            until="40m",
            series={'up{job="grafana",instance="g0"}': "1x4 0x9 1x40"},
        ),
    ),
)

ERRORS = Alert(
    name="GrafanaRequestErrors",
    expr=f"""
      sum by (handler) (rate({REQUESTS}{{job="grafana", status_code=~"5.."}}[10m]))
        / (sum by (handler) (rate({REQUESTS}{{job="grafana"}}[10m])) > 0)
      > {ERROR_RATIO.value}
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    threshold=ERROR_RATIO,
    summary="{{ $value | humanizePercentage }} of requests to {{ $labels.handler }} fail",
    description=(
        "Grafana answers {{ $value | humanizePercentage }} of the requests to "
        "{{ $labels.handler }} with a server error."
    ),
    cases=(
        fires(
            "5.2% fail at one handler, 4.8% at another",
            {"handler": "/api/ds/query"},
            at="11m",
            series={
                _requests("/api/ds/query", "500"): "0+5.2x40",
                _requests("/api/ds/query", "200"): "0+94.8x40",
                _requests("/api/search", "502"): "0+4.8x40",
                _requests("/api/search", "200"): "0+95.2x40",
                _requests("/api/ds/query", "200").replace(
                    'job="grafana"', 'job="other"'
                ): "0+900x40",
            },
        ),
        fires(
            "one request in two fails, but there are few: one every eight minutes",
            {"handler": "/api/ds/query"},
            at="15m",
            series={
                _requests("/api/ds/query", "500"): "0x4 1x7 2x7 3x30",
                _requests("/api/ds/query", "200"): "0x4 1x7 2x7 3x30",
            },
        ),
        quiet(
            "one bad minute leaves the window",
            until="50m",
            series={
                _requests("/api/ds/query", "500"): "0x4 500x80",
                _requests("/api/ds/query", "200"): "0+100x90",
            },
        ),
        quiet(
            "wrong requests are the caller's errors",
            until="30m",
            series={
                _requests("/api/ds/query", "404"): "0+50x40",
                _requests("/api/ds/query", "200"): "0+50x40",
            },
        ),
        quiet(
            "nothing of ours fails, and all of another Grafana",
            until="30m",
            series={
                _requests("/api/ds/query", "500").replace(
                    'job="grafana"', 'job="other"'
                ): "0+50x40",
                _requests("/api/ds/query", "200"): "0+100x40",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                ERROR_RATIO.series: "0.5x60",
                _requests("/api/ds/query", "500"): "0+1x60",
                _requests("/api/ds/query", "200"): "0+1x60",
            },
        ),
        quiet(
            "nobody asks",
            until="30m",
            series={_requests("/api/ds/query", "500"): "3x40"},
        ),
        quiet("Grafana is not scraped", until="30m", series={}),
    ),
)

ALERTS = (DOWN, ERRORS)
