"""The tracking server: down, failing or slow."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ERROR_RATIO = ServiceThreshold(
    "mlflow:error_ratio:max",
    0.05,
    unit="ratio",
    help="Share of requests the tracking server may answer with a server error.",
)
LATENCY = ServiceThreshold(
    "mlflow:latency_p95_seconds:max",
    5,
    unit="seconds",
    help="Time within which 95 % of requests must be answered.",
)

# Below a request in six seconds or so a single slow or failed one would decide.
ENOUGH_TRAFFIC = "sum by (namespace) (rate(mlflow_http_request_total[10m])) > 0.15"

HERE = {"namespace": "ml"}


def _requests(status: str, namespace: str = "ml") -> str:
    return (
        f'mlflow_http_request_total{{method="POST",status="{status}",namespace="{namespace}",'
        'instance="a"}'
    )


def _bucket(le: str, namespace: str = "ml", status: str = "200") -> str:
    return (
        f'mlflow_http_request_duration_seconds_bucket{{le="{le}",method="GET",status="{status}",'
        f'mlflow_version="3.18.0",namespace="{namespace}",instance="a"}}'
    )


SERVER_ALERTS = (
    Alert(
        name="MLflowDown",
        expr="""
          max by (namespace, job) (up{job="mlflow"}) == 0
          or
          absent(up{job="mlflow"})
        """,
        for_="5m",
        severity=AlertSeverity.PAGE,
        summary="The MLflow tracking server is down",
        description="No MLflow tracking server answers: training jobs cannot "
        "log, and models cannot be loaded from the registry.",
        cases=(
            fires(
                "one server does not answer, that of another namespace does",
                {"namespace": "ml", "job": "mlflow"},
                at="15m",
                series={
                    'up{job="mlflow",namespace="ml",instance="a"}': "1x9 0x40",
                    'up{job="mlflow",namespace="other",instance="b"}': "1x60",
                },
            ),
            fires(
                "there is no target, though another service has one",
                {"job": "mlflow"},
                at="5m",
                series={'up{job="feast",namespace="ml",instance="a"}': "1x60"},
            ),
            quiet(
                "four minutes without an answer; another service is down for longer",
                until="16m",
                series={
                    'up{job="mlflow",namespace="ml",instance="a"}': "1x9 0x4 1x40",
                    'up{job="feast",namespace="ml",instance="a"}': "0x60",
                },
            ),
            quiet(
                "one of two servers answers",
                until="7m",
                series={
                    'up{job="mlflow",namespace="ml",instance="a"}': "0x60",
                    'up{job="mlflow",namespace="ml",instance="b"}': "1x60",
                },
            ),
        ),
    ),
    Alert(
        name="MLflowServerErrors",
        expr=f"""
          sum by (namespace) (rate(mlflow_http_request_total{{status=~"5.."}}[10m]))
            /
          sum by (namespace) (rate(mlflow_http_request_total[10m]))
            > {ERROR_RATIO.value}
            and on (namespace)
          {ENOUGH_TRAFFIC}
        """,
        for_="5m",
        severity=AlertSeverity.PAGE,
        threshold=ERROR_RATIO,
        summary="{{ $value | humanizePercentage }} of requests to MLflow fail",
        description="For a while the tracking server in {{ $labels.namespace }} has answered "
        "{{ $value | humanizePercentage }} of its requests with a server error.",
        cases=(
            fires(
                "just above one in twenty, just at it elsewhere, and client errors in a third",
                HERE,
                at="6m",
                series={
                    _requests("200"): "0+94.8x40",
                    _requests("503"): "0+5.2x40",
                    _requests("200", "other"): "0+95x40",
                    _requests("500", "other"): "0+5x40",
                    _requests("200", "third"): "0+50x40",
                    _requests("404", "third"): "0+50x40",
                },
            ),
            fires(
                "a burst that is one in nineteen of ten minutes' requests",
                HERE,
                at="25m",
                series={_requests("200"): "0+20x60", _requests("500"): "500x19 510x40"},
            ),
            fires(
                "nothing but errors, with just enough traffic and with the limit",
                HERE,
                at="15m",
                series={
                    _requests("500"): "0+9.5x60",
                    _requests("500", "other"): "0+9x60",
                },
            ),
            quiet(
                "a burst that is one in twenty-one",
                until="31m",
                series={_requests("200"): "0+20x60", _requests("500"): "500x19 509.1x40"},
            ),
            quiet(
                "exactly as many as are accepted",
                until="16m",
                series={
                    ERROR_RATIO.series: "0.25x60",
                    _requests("200"): "0+180x60",
                    _requests("500"): "0+60x60",
                },
            ),
            quiet(
                "too many errors for four minutes",
                until="32m",
                series={_requests("200"): "0+20x24 550+20x40", _requests("500"): "500x19 510x40"},
            ),
            quiet(
                "one request in ten minutes, and it fails",
                until="20m",
                series={_requests("200"): "0x40", _requests("500"): "0x9 1x9 2x9 3x20"},
            ),
            quiet("no request at all", until="7m", series={_requests("500"): "0x40"}),
            quiet("the server tells nothing", until="7m", series={}),
        ),
    ),
    Alert(
        name="MLflowLatencyHigh",
        expr=f"""
          histogram_quantile(
            0.95,
            sum by (namespace, le) (rate(mlflow_http_request_duration_seconds_bucket[10m]))
          ) > {LATENCY.value}
            and on (namespace)
          {ENOUGH_TRAFFIC}
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=LATENCY,
        summary="MLflow in {{ $labels.namespace }} answers slowly",
        description="For a while one of twenty requests to the tracking server in "
        "{{ $labels.namespace }} has taken {{ $value | humanizeDuration }} or more.",
        cases=(
            fires(
                "just above five seconds, just at it elsewhere",
                HERE,
                at="11m",
                series={
                    _requests("200"): "0+100x40",
                    _bucket("5.0"): "0+94.5x40",
                    _bucket("7.5"): "0+100x40",
                    _bucket("+Inf"): "0+100x40",
                    _requests("200", "other"): "0+100x40",
                    _bucket("5.0", "other"): "0+95x40",
                    _bucket("7.5", "other"): "0+100x40",
                    _bucket("+Inf", "other"): "0+100x40",
                },
            ),
            fires(
                "three slow minutes, in sight for just long enough; requests every five minutes",
                HERE,
                at="20m",
                series={
                    _requests("200"): "0x9 90x4 180x4 270x40",
                    _bucket("5.0"): "0x60",
                    _bucket("7.5"): "0x9 10+10x2 30x60",
                    _bucket("+Inf"): "0x9 10+10x2 30x60",
                },
            ),
            quiet(
                "slow, with traffic just at the limit",
                until="22m",
                series={
                    _requests("200"): "0+9x40",
                    _bucket("5.0"): "0x40",
                    _bucket("7.5"): "0+9x40",
                    _bucket("+Inf"): "0+9x40",
                },
            ),
            quiet(
                "five seconds exactly, which is where the buckets end",
                until="22m",
                series={
                    _requests("200"): "0+60x40",
                    _bucket("5.0"): "0x40",
                    _bucket("+Inf"): "0+60x40",
                },
            ),
            quiet(
                "two slow minutes, out of sight a minute too early",
                until="24m",
                series={
                    _requests("200"): "0+10x60",
                    _bucket("5.0"): "0x60",
                    _bucket("7.5"): "0x9 10+10x1 20x60",
                    _bucket("+Inf"): "0x9 10+10x1 20x60",
                },
            ),
            quiet(
                "no request at all",
                until="12m",
                series={_requests("200"): "0x40", _bucket("5.0"): "0x40", _bucket("+Inf"): "0x40"},
            ),
            quiet("the server tells nothing", until="12m", series={}),
        ),
    ),
)
