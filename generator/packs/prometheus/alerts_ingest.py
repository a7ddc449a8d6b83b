"""What does not get in, is not kept, or does not get to remote storage."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

DOWN_RATIO = ServiceThreshold(
    "prometheus:targets_down_ratio:max",
    0.1,
    unit="ratio",
    help="Share of a job's targets that may be down.",
)
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

LIMITED = "prometheus_target_scrapes_exceeded_sample_limit_total"
CORRUPTIONS = "prometheus_tsdb_wal_corruptions_total"
COMPACTIONS = "prometheus_tsdb_compactions_failed_total"
NEWEST = "prometheus_remote_storage_queue_highest_timestamp_seconds"
NEWEST_SENT = "prometheus_remote_storage_queue_highest_sent_timestamp_seconds"
SENT = "prometheus_remote_storage_samples_total"
FAILED = "prometheus_remote_storage_samples_failed_total"

_SENT = f'sum by (remote_name, url) (rate({SENT}{{job="prometheus"}}[5m]))'
_FAILED = f'sum by (remote_name, url) (rate({FAILED}{{job="prometheus"}}[5m]))'


def _of(metric: str, instance: str = "p0") -> str:
    return f'{metric}{{job="prometheus",instance="{instance}"}}'


def _remote(metric: str, name: str) -> str:
    return f'{metric}{{job="prometheus",instance="p0",remote_name="{name}",url="https://{name}"}}'


def _targets(namespace: str, job: str, up: int, down: int) -> dict[str, str]:
    """``up`` targets that answer and ``down`` that do not."""
    values = ("1x40",) * up + ("0x40",) * down
    return {
        f'up{{namespace="{namespace}",job="{job}",instance="{i}"}}': value
        for i, value in enumerate(values)
    }


WATCHED = {'namespace:watched{namespace="ml"}': "1x40"}

TARGETS = Alert(
    name="PrometheusTargetDown",
    expr=f"""
      (1 - avg by (namespace, job) (up)) * on (namespace) group_left ()
        max by (namespace) (namespace:watched)
      > {DOWN_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=DOWN_RATIO,
    summary="{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} are down",
    description=(
        "{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} in "
        "{{ $labels.namespace }} have not answered for 15 minutes. If all are down and an alert "
        "of the service itself fires too, follow that one."
    ),
    cases=(
        fires(
            "2 of 19 are down, beside 2 of 21 and a namespace nobody watches",
            {"namespace": "ml", "job": "scoring"},
            at="15m",
            series=WATCHED
            | _targets("ml", "scoring", up=17, down=2)
            | _targets("ml", "features", up=19, down=2)
            | _targets("elsewhere", "scoring", up=0, down=2),
        ),
        fires(
            "the only target is down, and the list of namespaces is loaded twice",
            {"namespace": "ml", "job": "scoring"},
            at="15m",
            series=WATCHED
            | {'namespace:watched{namespace="ml",copy="old"}': "1x40"}
            | _targets("ml", "scoring", up=0, down=1),
        ),
        quiet(
            "exactly the share allowed",
            until="40m",
            series=WATCHED | _targets("ml", "scoring", up=9, down=1),
        ),
        quiet(
            "a restart of 14 minutes",
            until="40m",
            series=WATCHED | {'up{namespace="ml",job="scoring",instance="0"}': "0x14 1x40"},
        ),
        quiet("there are no targets", until="40m", series=WATCHED),
    ),
)

LIMIT = Alert(
    name="PrometheusSampleLimitExceeded",
    expr=f"""
      sum by (instance) (increase({LIMITED}{{job="prometheus"}}[10m])) > 0
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="A target exposes more samples than it may",
    description=(
        "{{ $labels.instance }} threw away {{ $value | humanize }} whole scrapes in 10 minutes "
        "because a target is over its sample limit: nothing of that target is stored."
    ),
    cases=(
        fires(
            "a scrape refused every eight minutes, beside a replica where that is over",
            {"instance": "p0"},
            at="20m",
            series={_of(LIMITED): "0x4 1x7 2x7 3x7 4x20", _of(LIMITED, "p1"): "6x60"},
        ),
        quiet(
            "two scrapes refused within five minutes: 14 minutes in the window",
            until="50m",
            series={_of(LIMITED): "0x9 1x4 2x80"},
        ),
        quiet("Prometheus does not scrape itself", until="40m", series={}),
    ),
)

# A corruption met while the log is replayed is counted before the first scrape: increase() cannot
# see it, so a counter that is above zero and was not there three hours ago counts as well.
STORAGE = Alert(
    name="PrometheusStorageFailing",
    expr=f"""
      sum by (instance) (
        increase({COMPACTIONS}{{job="prometheus"}}[3h])
          + increase({CORRUPTIONS}{{job="prometheus"}}[3h])
      ) > 0
      or
      sum by (instance) (
        {CORRUPTIONS}{{job="prometheus"}} unless {CORRUPTIONS}{{job="prometheus"}} offset 3h
      ) > 0
    """,
    for_="5m",
    severity=AlertSeverity.TICKET,
    summary="The storage of {{ $labels.instance }} is failing",
    description=(
        "{{ $labels.instance }} could not compact its blocks or met a corrupt write-ahead log "
        "within three hours. Its disk grows, and samples may be lost."
    ),
    cases=(
        fires(
            "a compaction fails, beside a replica whose last one failed long ago",
            {"instance": "p0"},
            at="15m",
            series={
                _of(COMPACTIONS): "0x9 1x40",
                _of(CORRUPTIONS): "0x60",
                _of(COMPACTIONS, "p1"): "5x60",
                _of(CORRUPTIONS, "p1"): "0x60",
            },
        ),
        fires(
            "the log is found corrupt at start",
            {"instance": "p0"},
            at="15m",
            series={
                _of(COMPACTIONS): "_x10 0x40",
                _of(CORRUPTIONS): "_x10 1x40",
                _of(COMPACTIONS, "p1"): "0x60",
                _of(CORRUPTIONS, "p1"): "0x60",
            },
        ),
        fires(
            "the last failure is almost three hours old when a second one comes",
            {"instance": "p0"},
            at="15m",
            series={_of(COMPACTIONS): "0x9 1x175 2x40", _of(CORRUPTIONS): "0x300"},
        ),
        quiet(
            "healthy, and restarted",
            until="1h",
            series={_of(COMPACTIONS): "3x20 0x60", _of(CORRUPTIONS): "0x90"},
        ),
        quiet("Prometheus does not scrape itself", until="40m", series={}),
    ),
)

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
            },
        ),
        quiet(
            "one bad minute leaves the window",
            until="50m",
            series={_remote(FAILED, "mimir"): "0x9 100x80", _remote(SENT, "mimir"): "0+100x80"},
        ),
        quiet(
            "nothing is sent",
            until="40m",
            series={_remote(FAILED, "mimir"): "0x60", _remote(SENT, "mimir"): "0x60"},
        ),
        quiet("remote write is not configured", until="40m", series={}),
    ),
)

ALERTS = (TARGETS, LIMIT, STORAGE, BEHIND, REFUSED)
