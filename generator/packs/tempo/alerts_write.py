"""Alerts on spans that Tempo took and does not get on with."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

LAG = ServiceThreshold(
    "tempo:partition_lag_seconds:max",
    300,
    unit="seconds",
    help="How far the readers of a partition of the queue may be behind.",
)

APPENDS = "tempo_distributor_ingester_append_failures_total"
PRODUCED = "tempo_distributor_produce_failures_total"
PARTITION_LAG = "tempo_ingest_group_partition_lag_seconds"


def _of(metric: str, more: str = "", pod: str = "tempo-0") -> str:
    return f'{metric}{{job="tempo",pod="{pod}"{more}}}'


def _partition(group: str, number: int, pod: str = "tempo-0") -> str:
    return _of(PARTITION_LAG, f',group="{group}",partition="{number}"', pod)


# Release 2 appends to ingesters, release 3 produces to a queue: each has one of the two counters,
# whose labels differ, so that `or` keeps every series of both.
WRITES = Alert(
    name="TempoWritesFailing",
    expr=f"""
      sum by (job) (
        increase({PRODUCED}{{job="tempo"}}[10m]) or increase({APPENDS}{{job="tempo"}}[10m])
      ) > 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Tempo cannot store the spans it takes",
    description=(
        "{{ $value | humanize }} writes of Tempo's distributors failed in 10 minutes: to the "
        "queue (release 3) or to ingesters (release 2). Spans that senders believe stored are lost."
    ),
    cases=(
        fires(
            "release 3: a record fails every eight minutes, beside a reason that is long past",
            {"job": "tempo"},
            at="15m",
            series={
                _of(PRODUCED, ',reason="timeout"'): "0x4 1x7 2x7 3x20",
                _of(PRODUCED, ',reason="too_large"'): "9x30",
                _of(PRODUCED).replace('job="tempo"', 'job="other"'): "0+1x30",
                _of(APPENDS).replace('job="tempo"', 'job="other"'): "0+1x30",
            },
        ),
        fires(
            "release 2: an append fails every eight minutes, others never do",
            {"job": "tempo"},
            at="15m",
            series={
                _of(APPENDS, ',ingester="10.0.0.1"'): "0x4 1x7 2x7 3x20",
                _of(APPENDS, ',ingester="10.0.0.2"'): "0x30",
            },
        ),
        quiet(
            "one record fails, and when that is over, one append",
            until="30m",
            series={
                _of(PRODUCED, ',reason="timeout"'): "0x4 1x50",
                _of(APPENDS, ',ingester="10.0.0.1"'): "0x15 1x40",
            },
        ),
    ),
)

BEHIND = Alert(
    name="TempoPartitionLag",
    expr=f"""
      max by (group, partition) ({PARTITION_LAG}{{job="tempo"}}) > {LAG.value}
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    threshold=LAG,
    summary="{{ $labels.group }} is {{ $value | humanizeDuration }} behind",
    description=(
        "{{ $labels.group }} reads partition {{ $labels.partition }} of Tempo's queue "
        "{{ $value | humanizeDuration }} late: new traces cannot be found yet."
    ),
    cases=(
        fires(
            "one partition at 301 seconds, another at 300",
            {"group": "block-builder", "partition": "0"},
            at="10m",
            series={
                _partition("block-builder", 0): "301x20",
                _partition("block-builder", 0, "tempo-1"): "2x20",
                _partition("block-builder", 1): "300x20",
                _partition("live-store", 0).replace('job="tempo"', 'job="other"'): "900x20",
            },
        ),
        quiet(
            "nine minutes behind after a restart",
            until="20m",
            series={_partition("live-store", 0): "900x9 2x30"},
        ),
    ),
)

ALERTS = (WRITES, BEHIND)
