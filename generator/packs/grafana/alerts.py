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


def _of_others(handler: str, code: str) -> str:
    return _requests(handler, code).replace('job="grafana"', 'job="other"')


DOWN = Alert(
    name="GrafanaDown",
    expr="""
      max by (job) (up{job="grafana"}) == 0 or absent(up{job="grafana"})
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Grafana does not answer",
    description=(
        "No replica of Grafana answers, or none is scraped. Dashboards are not to be had; alerts "
        "go on without them."
    ),
    cases=(
        fires(
            "both replicas are down, then gone, while others answer",
            {"job": "grafana"},
            at="10m",
            series={
                'up{job="grafana",instance="g0"}': "0x4 stale",
                'up{job="grafana",instance="g1"}': "0x4 stale",
                'up{job="loki",instance="l0"}': "1x20",
            },
        ),
        quiet(
            "one of two replicas answers, but for nine minutes",
            until="20m",
            series={
                'up{job="grafana",instance="g0"}': "0x30",
                'up{job="grafana",instance="g1"}': "1x4 0x8 1x20",
                'up{job="other",instance="o0"}': "0x30",
            },
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
                _requests("/api/ds/query", "500"): "0+5.2x20",
                _requests("/api/ds/query", "200"): "0+94.8x20",
                _requests("/api/search", "502"): "0+4.8x20",
                _requests("/api/search", "200"): "0+95.2x20",
                _of_others("/api/ds/query", "200"): "0+900x20",
            },
        ),
        fires(
            "half may fail: from one minute on all do, a third as many as succeeded before",
            {"handler": "/api/ds/query"},
            at="29m",
            series={
                ERROR_RATIO.series: "0.5x50",
                _requests("/api/ds/query", "500"): "0x12 100+100x40",
                _requests("/api/ds/query", "200"): "0+300x12 3600x40",
            },
        ),
        quiet(
            "half may fail: exactly half do, nobody asks, others fail, the caller is wrong",
            until="25m",
            series={
                ERROR_RATIO.series: "0.5x40",
                _requests("/half", "500"): "0+1x40",
                _requests("/half", "200"): "0+1x40",
                _requests("/idle", "500"): "3x40",
                _of_others("/others", "500"): "0+50x40",
                _requests("/others", "200"): "0+10x40",
                _requests("/wrong", "404"): "0+50x40",
                _requests("/wrong", "200"): "0+10x40",
            },
        ),
    ),
)

ALERTS = (DOWN, ERRORS)
