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
            "124 seconds behind, across a sample from the future and four minutes without scrapes",
            {
                "job": "prometheus",
                "instance": "p0",
                "remote_name": "mimir",
                "url": "https://mimir",
            },
            at="15m",
            series={
                _remote(NEWEST, "mimir"): "1000+60x4 9000 1360+60x3 _x4 1840+60x20",
                _remote(NEWEST_SENT, "mimir"): "876+60x4 8876 1236+60x3 _x4 1716+60x20",
                _remote(NEWEST, "thanos"): "1000+60x30",
                _remote(NEWEST_SENT, "thanos"): "884+60x30",
                _remote(NEWEST, "limit"): "1000+60x30",
                _remote(NEWEST_SENT, "limit"): "880+60x30",
                _alloy(NEWEST, "mimir"): "1000+60x30",
                _alloy(NEWEST_SENT, "mimir"): "1000x30",
            },
        ),
        quiet(
            "two samples from the future, eight minutes apart; a release that reports no queue",
            until="30m",
            series={
                _remote(NEWEST, "mimir"): "1000+60x2 9000 1240+60x6 9000 1720+60x30",
                _remote(NEWEST_SENT, "mimir"): "1000+60x40",
                _remote(NEWEST_SENT, "thanos"): "0x40",
            },
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
                _remote(FAILED, "mimir"): "0+1.04x30",
                _remote(SENT, "mimir"): "0+98.96x30",
                _remote(FAILED, "thanos"): "0+0.96x30",
                _remote(SENT, "thanos"): "0+99.04x30",
                _alloy(FAILED, "thanos"): "0+900x30",
                _alloy(SENT, "mimir"): "0+900x30",
            },
        ),
        fires(
            "half may be refused: from one minute on more than twice as many are as are taken",
            {"remote_name": "mimir", "url": "https://mimir"},
            at="30m",
            series={
                LOST_RATIO.series: "0.5x60",
                _remote(FAILED, "mimir"): "9000x12 9200+200x40",
                _remote(SENT, "mimir"): "0+195x12 2435+95x40",
            },
        ),
        quiet(
            "half may be refused: exactly half are, nothing is sent, a collector's are",
            until="25m",
            series={
                LOST_RATIO.series: "0.5x40",
                _remote(FAILED, "half"): "0+1x40",
                _remote(SENT, "half"): "0+1x40",
                _remote(FAILED, "idle"): "0x40",
                _remote(SENT, "idle"): "0x40",
                _remote(FAILED, "mimir"): "0x40",
                _remote(SENT, "mimir"): "0+9x40",
                _alloy(FAILED, "mimir"): "0+50x40",
            },
        ),
    ),
)

ALERTS = (BEHIND, REFUSED)
