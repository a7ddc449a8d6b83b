"""Alerts on spans that do not get in."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

DISCARDED_RATIO = ServiceThreshold(
    "tempo:discarded_spans_ratio:max",
    0.01,
    unit="ratio",
    help="Share of a tenant's spans that Tempo may throw away for one reason.",
)
REFUSED_RATIO = ServiceThreshold(
    "tempo:refused_spans_ratio:max",
    0.01,
    unit="ratio",
    help="Share of spans that a receiver may send back.",
)
LAG = ServiceThreshold(
    "tempo:partition_lag_seconds:max",
    300,
    unit="seconds",
    help="How far the readers of a partition of the queue may be behind.",
)

RECEIVED = "tempo_distributor_spans_received_total"
DISCARDED = "tempo_discarded_spans_total"
ACCEPTED = "tempo_receiver_accepted_spans"
REFUSED = "tempo_receiver_refused_spans"
APPENDS = "tempo_distributor_ingester_append_failures_total"
PRODUCED = "tempo_distributor_produce_failures_total"
PARTITION_LAG = "tempo_ingest_group_partition_lag_seconds"

_ACCEPTED = f'sum by (receiver) (rate({ACCEPTED}{{job="tempo"}}[10m]))'
_REFUSED = f'sum by (receiver) (rate({REFUSED}{{job="tempo"}}[10m]))'


def _of(metric: str, more: str = "", pod: str = "tempo-0") -> str:
    return f'{metric}{{job="tempo",pod="{pod}"{more}}}'


def _discarded(tenant: str) -> str:
    return _of(DISCARDED, f',tenant="{tenant}",reason="rate_limited"')


def _received(tenant: str) -> str:
    return _of(RECEIVED, f',tenant="{tenant}"')


def _receiver(metric: str, name: str) -> str:
    return _of(metric, f',receiver="{name}",transport="grpc"')


def _partition(group: str, number: int, pod: str = "tempo-0") -> str:
    return _of(PARTITION_LAG, f',group="{group}",partition="{number}"', pod)


DOWN = Alert(
    name="TempoDown",
    expr="""
      max by (job) (up{job="tempo"}) == 0 or absent(up{job="tempo"})
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Tempo does not answer",
    description=(
        "No part of Tempo has answered for 10 minutes, or none is scraped. Collectors hold spans "
        "back for a while, then lose them."
    ),
    cases=(
        fires(
            "both pods are down while others answer",
            {"job": "tempo"},
            at="10m",
            series={
                _of("up"): "0x30",
                _of("up", pod="tempo-1"): "0x30",
                'up{job="loki",pod="loki-0"}': "1x30",
            },
        ),
        fires(
            "there is no target at all",
            {"job": "tempo"},
            at="10m",
            series={'up{job="loki",pod="loki-0"}': "1x30"},
        ),
        quiet(
            "one of two pods answers",
            until="30m",
            series={_of("up"): "0x40", _of("up", pod="tempo-1"): "1x40"},
        ),
        quiet("an upgrade of nine minutes", until="40m", series={_of("up"): "1x4 0x9 1x40"}),
    ),
)

DISCARDS = Alert(
    name="TempoDiscardedSpans",
    expr=f"""
      sum by (tenant, reason) (rate({DISCARDED}{{job="tempo"}}[15m]))
        / on (tenant) group_left ()
      (sum by (tenant) (rate({RECEIVED}{{job="tempo"}}[15m])) > 0)
        > {DISCARDED_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=DISCARDED_RATIO,
    summary="{{ $value | humanizePercentage }} of spans are thrown away",
    description=(
        "Tempo throws away {{ $value | humanizePercentage }} of the spans of tenant "
        "{{ $labels.tenant }}: {{ $labels.reason }}. Traces have holes."
    ),
    cases=(
        fires(
            "1.04% of one tenant's spans, 0.96% of another's",
            {"tenant": "ml", "reason": "rate_limited"},
            at="16m",
            series={
                _discarded("ml"): "0+1.04x40",
                _received("ml"): "0+100x40",
                _discarded("web"): "0+0.96x40",
                _received("web"): "0+100x40",
            },
        ),
        fires(
            "a burst every twelve minutes",
            {"tenant": "ml", "reason": "rate_limited"},
            at="20m",
            series={
                _discarded("ml"): "0x4 100x11 200x11 300x11 400x20",
                _received("ml"): "0+100x60",
            },
        ),
        quiet(
            "one burst leaves the window after 14 minutes",
            until="1h",
            series={_discarded("ml"): "0x4 100x90", _received("ml"): "0+100x90"},
        ),
        quiet(
            "no spans arrive",
            until="40m",
            series={_discarded("ml"): "7x60", _received("ml"): "9x60"},
        ),
        quiet("Tempo is not scraped", until="40m", series={}),
    ),
)

# A receiver that has taken nothing since its start has no accepted spans to add.
REFUSALS = Alert(
    name="TempoReceiverRefusedSpans",
    expr=f"""
      {_REFUSED}
        / (({_REFUSED} + {_ACCEPTED} or {_REFUSED}) > 0)
      > {REFUSED_RATIO.value}
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    threshold=REFUSED_RATIO,
    summary="{{ $labels.receiver }} refuses {{ $value | humanizePercentage }} of spans",
    description=(
        "Tempo's receiver {{ $labels.receiver }} sends back {{ $value | humanizePercentage }} of "
        "the spans offered to it. Collectors try again, and lose spans when their queues are full."
    ),
    cases=(
        fires(
            "1.04% at one receiver, 0.96% at another",
            {"receiver": "otlp"},
            at="11m",
            series={
                _receiver(REFUSED, "otlp"): "0+1.04x40",
                _receiver(ACCEPTED, "otlp"): "0+98.96x40",
                _receiver(REFUSED, "jaeger"): "0+0.96x40",
                _receiver(ACCEPTED, "jaeger"): "0+99.04x40",
            },
        ),
        fires(
            "nothing was ever accepted",
            {"receiver": "otlp"},
            at="11m",
            series={_receiver(REFUSED, "otlp"): "0+5x40"},
        ),
        fires(
            "a burst every eight minutes",
            {"receiver": "otlp"},
            at="15m",
            series={
                _receiver(REFUSED, "otlp"): "0x4 100x7 200x7 300x40",
                _receiver(ACCEPTED, "otlp"): "0+100x60",
            },
        ),
        quiet(
            "one burst leaves the window after nine minutes",
            until="1h",
            series={
                _receiver(REFUSED, "otlp"): "0x4 100x90",
                _receiver(ACCEPTED, "otlp"): "0+100x90",
            },
        ),
        quiet(
            "nothing is offered",
            until="40m",
            series={_receiver(REFUSED, "otlp"): "4x60", _receiver(ACCEPTED, "otlp"): "4x60"},
        ),
        quiet("Tempo is not scraped", until="40m", series={}),
    ),
)

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
                _of(PRODUCED, ',reason="timeout"'): "0x4 1x7 2x7 3x40",
                _of(PRODUCED, ',reason="too_large"'): "9x60",
            },
        ),
        fires(
            "release 2: an ingester fails, others do not",
            {"job": "tempo"},
            at="11m",
            series={
                _of(APPENDS, ',ingester="10.0.0.1"'): "0+1x40",
                _of(APPENDS, ',ingester="10.0.0.2"'): "0x40",
            },
        ),
        quiet(
            "one failure alone",
            until="40m",
            series={_of(PRODUCED, ',reason="timeout"'): "0x4 1x60"},
        ),
        quiet("Tempo is not scraped", until="40m", series={}),
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
                _partition("block-builder", 0): "301x30",
                _partition("block-builder", 0, "tempo-1"): "2x30",
                _partition("block-builder", 1): "300x30",
                _partition("live-store", 0): "290x30",
            },
        ),
        quiet(
            "nine minutes behind after a restart",
            until="40m",
            series={_partition("live-store", 0): "900x9 2x60"},
        ),
        quiet("release 2 has no queue", until="40m", series={}),
    ),
)

ALERTS = (DOWN, DISCARDS, REFUSALS, WRITES, BEHIND)
