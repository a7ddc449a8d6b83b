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
            series={
                _of("up"): "0x40",
                _of("up", pod="tempo-1"): "1x40",
                'up{job="other",pod="o-0"}': "0x40",
            },
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
                _received("ml").replace('job="tempo"', 'job="other"'): "0+900x40",
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
            "nothing of ours is thrown away, and half of another Tempo",
            until="40m",
            series={
                _discarded("ml").replace('job="tempo"', 'job="other"'): "0+50x60",
                _received("ml"): "0+100x60",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                DISCARDED_RATIO.series: "0.5x60",
                _discarded("ml"): "0+1x60",
                _received("ml"): "0+2x60",
            },
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
                _receiver(ACCEPTED, "otlp").replace('job="tempo"', 'job="other"'): "0+900x40",
                _receiver(REFUSED, "otlp").replace('job="tempo"', 'job="other"'): "0+900x40",
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
            "nothing of ours is refused, and all of another Tempo",
            until="40m",
            series={
                _receiver(REFUSED, "otlp"): "0x60",
                _receiver(ACCEPTED, "otlp"): "0+100x60",
                _receiver(REFUSED, "otlp").replace('job="tempo"', 'job="other"'): "0+50x60",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                REFUSED_RATIO.series: "0.5x60",
                _receiver(REFUSED, "otlp"): "0+1x60",
                _receiver(ACCEPTED, "otlp"): "0+1x60",
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

ALERTS = (DOWN, DISCARDS, REFUSALS)
