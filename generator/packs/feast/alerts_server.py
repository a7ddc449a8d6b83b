"""The feature server: down, failing or slow."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

ERROR_RATIO = ServiceThreshold(
    "feast:error_ratio:max",
    0.01,
    unit="ratio",
    help="Share of requests the feature server may answer with an error.",
)
LATENCY = ServiceThreshold(
    "feast:latency_p95_seconds:max",
    0.25,
    unit="seconds",
    help="Time within which 95 % of requests must be answered.",
)

# Below a request in two seconds or so a single slow or failed one would decide.
ENOUGH_TRAFFIC = "sum by (namespace) (rate(feast_feature_server_request_total[5m])) > 0.5"

HERE = {"namespace": "ml"}
A = 'up{job="feast",namespace="ml",instance="a"}'
B = 'up{job="feast",namespace="ml",instance="b"}'
OTHER = 'up{job="feast",namespace="other",instance="c"}'
ANOTHER_JOB = 'up{job="mlflow",namespace="ml",instance="a"}'


def _requests(status: str, namespace: str = "ml") -> str:
    return (
        f'feast_feature_server_request_total{{status="{status}",namespace="{namespace}",'
        'instance="a"}'
    )


def _bucket(le: str, namespace: str = "ml", features: str = "3") -> str:
    return (
        f'feast_feature_server_request_latency_seconds_bucket{{le="{le}",'
        f'feature_count="{features}",feature_view_count="1",namespace="{namespace}",instance="a"}}'
    )


SERVER_ALERTS = (
    Alert(
        name="FeastServerDown",
        expr="""
          max by (namespace, job) (up{job="feast"}) == 0
          or
          absent(up{job="feast"})
        """,
        for_="2m",
        severity=AlertSeverity.PAGE,
        summary="The Feast feature server is down",
        description="No feature server answers: models that fetch features online cannot predict.",
        cases=(
            fires(
                "no server answers in one namespace, in another one does",
                {"namespace": "ml", "job": "feast"},
                at="12m",
                series={A: "1x9 0x40", B: "0x60", OTHER: "1x60"},
            ),
            fires(
                "there is no target, though another service has one",
                {"job": "feast"},
                at="2m",
                series={ANOTHER_JOB: "1x60"},
            ),
            fires(
                "the target vanishes",
                {"job": "feast"},
                at="12m",
                series={A: "1x9 stale", ANOTHER_JOB: "1x60"},
            ),
            quiet(
                "one minute without an answer; another service is down for longer",
                until="14m",
                series={A: "1x9 0x1 1x40", ANOTHER_JOB: "0x60"},
            ),
            quiet("one of two servers answers", until="4m", series={A: "0x60", B: "1x60"}),
        ),
    ),
    Alert(
        name="FeastReplicaDown",
        expr="""
          up{job="feast"} == 0
            and on (namespace)
          max by (namespace) (up{job="feast"}) == 1
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="The feature server {{ $labels.instance }} is down",
        description="{{ $labels.instance }} does not answer; other feature servers do.",
        cases=(
            fires(
                "one of two does not answer",
                {"namespace": "ml", "job": "feast", "instance": "a"},
                at="20m",
                series={A: "1x9 0x40", B: "1x60", OTHER: "0x60", ANOTHER_JOB: "0x60"},
            ),
            quiet(
                "nine minutes without an answer",
                until="22m",
                series={A: "1x9 0x9 1x40", B: "1x60"},
            ),
            quiet(
                "none answers: that alert is another one",
                until="12m",
                series={A: "0x60", B: "0x60", OTHER: "1x60", ANOTHER_JOB: "1x60"},
            ),
            quiet("a server was taken away", until="22m", series={A: "1x9 stale", B: "1x60"}),
        ),
    ),
    Alert(
        name="FeastErrorRateHigh",
        expr=f"""
          sum by (namespace) (rate(feast_feature_server_request_total{{status="error"}}[5m]))
            /
          sum by (namespace) (rate(feast_feature_server_request_total[5m]))
            > {ERROR_RATIO.value}
            and on (namespace)
          {ENOUGH_TRAFFIC}
        """,
        for_="5m",
        severity=AlertSeverity.PAGE,
        threshold=ERROR_RATIO,
        summary="{{ $value | humanizePercentage }} of requests to Feast fail",
        description="For a while the feature server in {{ $labels.namespace }} has answered "
        "{{ $value | humanizePercentage }} of its requests with an error.",
        cases=(
            fires(
                "just above one in a hundred, just at it elsewhere, and too few to tell in a third",
                HERE,
                at="7m",
                series={
                    _requests("success"): "0+98.96x40",
                    _requests("error"): "0+1.04x40",
                    _requests("success", "other"): "0+99x40",
                    _requests("error", "other"): "0+1x40",
                    _requests("success", "third"): "0+28x40",
                    _requests("error", "third"): "0+1x40",
                },
            ),
            fires(
                "two bursts, each just above one in a hundred of five minutes' requests",
                HERE,
                at="25m",
                series={
                    _requests("success"): "0+120x60",
                    _requests("error"): "500x19 505.5x2 511x40",
                },
            ),
            fires(
                "nothing but errors, with just enough traffic and with the limit",
                HERE,
                at="10m",
                series={_requests("error"): "0+31x60", _requests("error", "other"): "0+30x60"},
            ),
            quiet(
                "two bursts, each just below",
                until="30m",
                series={
                    _requests("success"): "0+120x60",
                    _requests("error"): "500x19 504.5x2 509x40",
                },
            ),
            quiet(
                "exactly as many as are accepted",
                until="12m",
                series={
                    ERROR_RATIO.series: "0.25x60",
                    _requests("success"): "0+180x60",
                    _requests("error"): "0+60x60",
                },
            ),
            quiet(
                "too many errors for four minutes",
                until="32m",
                series={
                    _requests("success"): "0+120x24 3200+120x40",
                    _requests("error"): "500x19 505.5x2 511x40",
                },
            ),
            quiet("no request at all", until="7m", series={_requests("error"): "0x40"}),
            quiet("the server tells nothing", until="7m", series={}),
        ),
    ),
    Alert(
        name="FeastLatencyHigh",
        expr=f"""
          histogram_quantile(
            0.95,
            sum by (namespace, le) (rate(feast_feature_server_request_latency_seconds_bucket[5m]))
          ) > {LATENCY.value}
            and on (namespace)
          {ENOUGH_TRAFFIC}
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=LATENCY,
        summary="Feast in {{ $labels.namespace }} answers slowly",
        description="For a while one of twenty requests to the feature server in "
        "{{ $labels.namespace }} has taken {{ $value | humanizeDuration }} or more.",
        cases=(
            fires(
                "just above a quarter of a second over all requests, just at it elsewhere",
                HERE,
                at="12m",
                series={
                    _requests("success"): "0+100x40",
                    _bucket("0.25"): "0+44.8x40",
                    _bucket("0.5"): "0+50x40",
                    _bucket("+Inf"): "0+50x40",
                    _bucket("0.25", features="40"): "0+50x40",
                    _bucket("0.5", features="40"): "0+50x40",
                    _bucket("+Inf", features="40"): "0+50x40",
                    _requests("success", "other"): "0+100x40",
                    _bucket("0.25", "other"): "0+95x40",
                    _bucket("0.5", "other"): "0+100x40",
                    _bucket("+Inf", "other"): "0+100x40",
                },
            ),
            fires(
                "eight slow minutes, in sight for just long enough",
                HERE,
                at="20m",
                series={
                    _requests("success"): "0+31x60",
                    _bucket("0.25"): "0x60",
                    _bucket("0.5"): "0x9 100+100x7 800x60",
                    _bucket("+Inf"): "0x9 100+100x7 800x60",
                },
            ),
            quiet(
                "slow, with traffic just at the limit",
                until="17m",
                series={
                    _requests("success"): "0+30x40",
                    _bucket("0.25"): "0x40",
                    _bucket("0.5"): "0+30x40",
                    _bucket("+Inf"): "0+30x40",
                },
            ),
            quiet(
                "a quarter of a second exactly",
                until="17m",
                series={
                    _requests("success"): "0+60x40",
                    _bucket("0.25"): "0+57x40",
                    _bucket("0.5"): "0+60x40",
                    _bucket("+Inf"): "0+60x40",
                },
            ),
            quiet(
                "seven slow minutes, out of sight a minute too early",
                until="24m",
                series={
                    _requests("success"): "0+100x60",
                    _bucket("0.25"): "0x60",
                    _bucket("0.5"): "0x9 100+100x6 700x60",
                    _bucket("+Inf"): "0x9 100+100x6 700x60",
                },
            ),
            quiet(
                "no request at all",
                until="12m",
                series={
                    _requests("success"): "0x40",
                    _bucket("0.25"): "0x40",
                    _bucket("+Inf"): "0x40",
                },
            ),
            quiet("the server tells nothing", until="12m", series={}),
        ),
    ),
)
