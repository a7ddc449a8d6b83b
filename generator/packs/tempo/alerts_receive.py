"""Alerts on spans that Tempo does not take, or throws away."""

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

RECEIVED = "tempo_distributor_spans_received_total"
DISCARDED = "tempo_discarded_spans_total"
ACCEPTED = "tempo_receiver_accepted_spans"
REFUSED = "tempo_receiver_refused_spans"

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


def _of_others(series: str) -> str:
    return series.replace('job="tempo"', 'job="other"')


DOWN = Alert(
    name="TempoDown",
    expr="""
      max by (job) (up{job="tempo"}) == 0 or absent(up{job="tempo"})
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Tempo does not answer",
    description=(
        "No part of Tempo answers, or none is scraped. Collectors hold spans back for a while, "
        "then lose them."
    ),
    cases=(
        fires(
            "both pods are down, then gone, while others answer",
            {"job": "tempo"},
            at="10m",
            series={
                _of("up"): "0x4 stale",
                _of("up", pod="tempo-1"): "0x4 stale",
                'up{job="loki",pod="loki-0"}': "1x20",
            },
        ),
        quiet(
            "one of two pods answers, but for nine minutes",
            until="20m",
            series={
                _of("up"): "0x30",
                _of("up", pod="tempo-1"): "1x4 0x8 1x20",
                'up{job="other",pod="o-0"}': "0x30",
            },
        ),
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
                _discarded("ml"): "0+1.04x30",
                _received("ml"): "0+100x30",
                _discarded("web"): "0+0.96x30",
                _received("web"): "0+100x30",
                _of_others(_received("ml")): "0+900x30",
            },
        ),
        fires(
            "half may be thrown away: from one minute on all are, and fewer arrive",
            {"tenant": "ml", "reason": "rate_limited"},
            at="46m",
            series={
                DISCARDED_RATIO.series: "0.5x70",
                _discarded("ml"): "0x20 100+100x40",
                _received("ml"): "0+300x20 6100+100x40",
            },
        ),
        quiet(
            "half may be thrown away: exactly half are, none arrive, others throw away all",
            until="35m",
            series={
                DISCARDED_RATIO.series: "0.5x50",
                _discarded("half"): "0+1x50",
                _received("half"): "0+2x50",
                _discarded("idle"): "7x50",
                _received("idle"): "9x50",
                _discarded("still"): "0+7x50",
                _received("still"): "9x50",
                _of_others(_discarded("others")): "0+9x50",
                _received("others"): "0+9x50",
            },
        ),
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
                _receiver(REFUSED, "otlp"): "0+1.04x20",
                _receiver(ACCEPTED, "otlp"): "0+98.96x20",
                _receiver(REFUSED, "jaeger"): "0+0.96x20",
                _receiver(ACCEPTED, "jaeger"): "0+99.04x20",
                _of_others(_receiver(ACCEPTED, "otlp")): "0+900x20",
                _of_others(_receiver(REFUSED, "jaeger")): "0+900x20",
            },
        ),
        fires(
            "half may be refused: from one minute on twice as many are as are taken",
            {"receiver": "otlp"},
            at="30m",
            series={
                REFUSED_RATIO.series: "0.5x50",
                _receiver(REFUSED, "otlp"): "0x12 200+200x40",
                _receiver(ACCEPTED, "otlp"): "0+300x12 3700+100x40",
            },
        ),
        fires(
            "nothing was ever accepted, and then nothing is offered",
            {"receiver": "otlp"},
            at="11m",
            holds="23m",
            series={
                REFUSED_RATIO.series: "0.5x50",
                _receiver(REFUSED, "otlp"): "0+5x15 75x40",
            },
        ),
        quiet(
            "half may be refused: exactly half are, nothing is offered, another Tempo refuses all",
            until="25m",
            series={
                REFUSED_RATIO.series: "0.5x40",
                _receiver(REFUSED, "half"): "0+1x40",
                _receiver(ACCEPTED, "half"): "0+1x40",
                _receiver(REFUSED, "idle"): "4x40",
                _receiver(ACCEPTED, "idle"): "4x40",
                _receiver(REFUSED, "others"): "0x40",
                _receiver(ACCEPTED, "others"): "0+9x40",
                _of_others(_receiver(REFUSED, "others")): "0+50x40",
            },
        ),
    ),
)

ALERTS = (DOWN, DISCARDS, REFUSALS)
