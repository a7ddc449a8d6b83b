"""What does not get to remote storage."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

LAG = ServiceThreshold(
    "prometheus:remote_write_lag_seconds:max",
    120,
    unit="seconds",
    help="How far remote storage may be behind.",
)
LOST_RATIO = ServiceThreshold(
    "prometheus:remote_write_failure_ratio:max",
    0.01,
    unit="ratio",
    help="Share of samples that remote storage may refuse for good.",
)

NEWEST = "prometheus_remote_storage_queue_highest_timestamp_seconds"
NEWEST_SENT = "prometheus_remote_storage_queue_highest_sent_timestamp_seconds"
SENT = "prometheus_remote_storage_samples_total"
FAILED = "prometheus_remote_storage_samples_failed_total"

_SENT = f'sum by (remote_name, url) (rate({SENT}{{job="prometheus"}}[5m]))'
_FAILED = f'sum by (remote_name, url) (rate({FAILED}{{job="prometheus"}}[5m]))'


def _remote(metric: str, name: str) -> str:
    return f'{metric}{{job="prometheus",instance="p0",remote_name="{name}",url="https://{name}"}}'


def _alloy(metric: str, name: str) -> str:
    """Alloy exposes the same metrics for what it writes to a remote."""
    return _remote(metric, name).replace('job="prometheus"', 'job="alloy"')


BEHIND = Alert(
    name="PrometheusRemoteWriteBehind",
    expr=f"""
      max_over_time({NEWEST}{{job="prometheus"}}[5m])
        - max_over_time({NEWEST_SENT}{{job="prometheus"}}[5m])
      > {LAG.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=LAG,
    summary="{{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind",
    description=(
        "What {{ $labels.instance }} sends to {{ $labels.remote_name }} is "
        "{{ $value | humanizeDuration }} late. After about two hours samples are lost."
    ),
    cases=(
        fires(
            "124 seconds behind, across four minutes without scrapes, beside a remote at 116",
            {
                "job": "prometheus",
                "instance": "p0",
                "remote_name": "mimir",
                "url": "https://mimir",
            },
            at="15m",
            series={
                _remote(NEWEST, "mimir"): "1000+60x5 _x4 1600+60x30",
                _remote(NEWEST_SENT, "mimir"): "876+60x5 _x4 1476+60x30",
                _remote(NEWEST, "thanos"): "1000+60x40",
                _remote(NEWEST_SENT, "thanos"): "884+60x40",
            },
        ),
        fires(
            "seven minutes without scrapes start the clock again",
            {
                "job": "prometheus",
                "instance": "p0",
                "remote_name": "mimir",
                "url": "https://mimir",
            },
            at="28m",
            series={
                _remote(NEWEST, "mimir"): "1000+60x5 _x7 1780+60x40",
                _remote(NEWEST_SENT, "mimir"): "876+60x5 _x7 1656+60x40",
            },
        ),
        quiet(
            "exactly as far behind as allowed",
            until="40m",
            series={
                _remote(NEWEST, "mimir"): "1000+60x60",
                _remote(NEWEST_SENT, "mimir"): "880+60x60",
            },
        ),
        quiet(
            "Alloy is behind, not Prometheus",
            until="40m",
            series={
                _alloy(NEWEST, "mimir"): "1000+60x60",
                _alloy(NEWEST_SENT, "mimir"): "1000x60",
            },
        ),
        quiet(
            "a release that does not report the queue",
            until="40m",
            series={_remote(NEWEST_SENT, "mimir"): "0x60"},
        ),
    ),
)

REFUSED = Alert(
    name="PrometheusRemoteWriteFailing",
    expr=f"""
      {_FAILED} / ({_FAILED} + {_SENT} > 0) > {LOST_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=LOST_RATIO,
    summary="{{ $labels.remote_name }} refuses {{ $value | humanizePercentage }} of samples",
    description=(
        "{{ $labels.remote_name }} at {{ $labels.url }} refuses {{ $value | humanizePercentage }} "
        "of the samples sent to it. They are not sent again: long-term data has holes."
    ),
    cases=(
        fires(
            "1.04% are refused by one remote, 0.96% by another",
            {"remote_name": "mimir", "url": "https://mimir"},
            at="16m",
            series={
                _remote(FAILED, "mimir"): "0+1.04x40",
                _remote(SENT, "mimir"): "0+98.96x40",
                _remote(FAILED, "thanos"): "0+0.96x40",
                _remote(SENT, "thanos"): "0+99.04x40",
                _alloy(FAILED, "mimir"): "0+900x40",
                _alloy(SENT, "mimir"): "0+900x40",
            },
        ),
        fires(
            "a bad minute in every four",
            {"remote_name": "mimir", "url": "https://mimir"},
            at="20m",
            series={
                _remote(FAILED, "mimir"): "0x4 9x3 18x3 27x3 36x3 45x40",
                _remote(SENT, "mimir"): "0+100x60",
            },
        ),
        quiet(
            "two bad minutes eight minutes apart",
            until="50m",
            series={
                _remote(FAILED, "mimir"): "0x9 100x7 200x80",
                _remote(SENT, "mimir"): "0+100x80",
            },
        ),
        quiet(
            "a collector of logs and metrics fails to write to the same remote",
            until="40m",
            series={
                _remote(FAILED, "mimir"): "0x60",
                _remote(SENT, "mimir"): "0+100x60",
                _alloy(FAILED, "mimir"): "0+50x60",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                LOST_RATIO.series: "0.5x60",
                _remote(FAILED, "mimir"): "0+1x60",
                _remote(SENT, "mimir"): "0+1x60",
            },
        ),
        quiet(
            "nothing is sent",
            until="40m",
            series={_remote(FAILED, "mimir"): "0x60", _remote(SENT, "mimir"): "0x60"},
        ),
        quiet("remote write is not configured", until="40m", series={}),
    ),
)

ALERTS = (BEHIND, REFUSED)
