"""What does not get in, or is not kept."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

DOWN_RATIO = ServiceThreshold(
    "prometheus:targets_down_ratio:max",
    0.1,
    unit="ratio",
    help="Share of a job's targets that may be down.",
)

LIMITED = "prometheus_target_scrapes_exceeded_sample_limit_total"
CORRUPTIONS = "prometheus_tsdb_wal_corruptions_total"
COMPACTIONS = "prometheus_tsdb_compactions_failed_total"


def _of(metric: str, instance: str = "p0") -> str:
    return f'{metric}{{job="prometheus",instance="{instance}"}}'


def _targets(namespace: str, job: str, up: int, down: int) -> dict[str, str]:
    """``up`` targets that answer and ``down`` that do not."""
    values = ("1x40",) * up + ("0x40",) * down
    return {
        f'up{{namespace="{namespace}",job="{job}",instance="{i}"}}': value
        for i, value in enumerate(values)
    }


WATCHED = {'namespace:watched{namespace="ml"}': "1x40"}

# A job with all its targets down is not left to others: most jobs have no alert of their own. Where
# one has, its alert carries the same `job`, by which Alertmanager can inhibit this one.
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
        "{{ $labels.namespace }} do not answer: what they report is missing. If all are down and "
        "an alert of the service itself fires too, follow that one."
    ),
    cases=(
        fires(
            "2 of 19 are down, beside 2 of 21 and others' two; so is the only one of a job",
            {"namespace": "ml", "job": "scoring"},
            {"namespace": "ml", "job": "alone"},
            at="15m",
            series=WATCHED
            | {'namespace:watched{namespace="ml",copy="old"}': "1x40"}
            | _targets("ml", "scoring", up=17, down=2)
            | _targets("ml", "alone", up=0, down=1)
            | _targets("ml", "features", up=19, down=2)
            | _targets("elsewhere", "scoring", up=0, down=2),
        ),
        quiet(
            "exactly the share allowed, here set to a half, and a restart of 14 minutes",
            until="25m",
            series=WATCHED
            | {DOWN_RATIO.series: "0.5x40"}
            | _targets("ml", "scoring", up=1, down=1)
            | {'up{namespace="ml",job="restarted",instance="0"}': "0x13 1x40"},
        ),
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
            "a scrape refused every eight minutes, beside replicas where that is over",
            {"instance": "p0"},
            at="20m",
            series={
                _of(LIMITED): "0x4 1x7 2x7 3x20",
                _of(LIMITED, "p1"): "6x40",
                _of(LIMITED, "p2"): "0x4 1x40",
                f'{LIMITED}{{job="other",instance="p9"}}': "0+1x40",
            },
        ),
        quiet(
            "two scrapes refused within five minutes: 14 minutes in the window",
            until="35m",
            series={_of(LIMITED): "0x4 1x4 2x40"},
        ),
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
            "a compaction fails, or the log is corrupt at start; beside one that failed long ago",
            {"instance": "p0"},
            {"instance": "p1"},
            at="15m",
            series={
                _of(COMPACTIONS): "0x9 1x40",
                _of(CORRUPTIONS): "0x50",
                _of(COMPACTIONS, "p1"): "_x10 0x40",
                _of(CORRUPTIONS, "p1"): "_x10 1x40",
                _of(COMPACTIONS, "past"): "5x50",
                _of(CORRUPTIONS, "past"): "0x50",
                f'{COMPACTIONS}{{job="other",instance="p9"}}': "0+1x50",
                f'{CORRUPTIONS}{{job="other",instance="p9"}}': "1+1x50",
            },
        ),
        fires(
            "three hours with a failed compaction, or with a corruption that was met later",
            {"instance": "p0"},
            {"instance": "p1"},
            at="4h",
            holds="5h30m",
            every=30,
            series={
                _of(COMPACTIONS): "0x6 1x20",
                _of(CORRUPTIONS): "0x30",
                _of(COMPACTIONS, "p1"): "0x30",
                _of(CORRUPTIONS, "p1"): "0x6 1x20",
            },
        ),
        fires(
            "three hours with a corruption that was met at start",
            {"instance": "p0"},
            at="1h30m",
            holds="3h30m",
            every=30,
            series={_of(COMPACTIONS): "_x2 0x20", _of(CORRUPTIONS): "_x2 1x20"},
        ),
        quiet(
            "healthy, and restarted",
            until="30m",
            series={_of(COMPACTIONS): "3x10 0x40", _of(CORRUPTIONS): "0x50"},
        ),
    ),
)

ALERTS = (TARGETS, LIMIT, STORAGE)
