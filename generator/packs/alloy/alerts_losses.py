"""Alerts on what the collectors lose."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

DROPPED_RATIO = ServiceThreshold(
    "alloy:dropped_lines_ratio:max",
    0.01,
    unit="ratio",
    help="Share of log lines that Alloy may lose for one reason.",
)
FAILED_RATIO = ServiceThreshold(
    "alloy:failed_spans_ratio:max",
    0.01,
    unit="ratio",
    help="Share of spans that one exporter of Alloy may lose.",
)

LINES_SENT = "loki_write_sent_entries_total"
LINES_DROPPED = "loki_write_dropped_entries_total"
SPANS_SENT = "otelcol_exporter_sent_spans_total"
SPANS_FAILED = "otelcol_exporter_send_failed_spans_total"


def _of(metric: str, node: str = "n0", more: str = "") -> str:
    return f'{metric}{{job="alloy",instance="{node}"{more}}}'


def _dropped(reason: str, node: str = "n0") -> str:
    return _of(LINES_DROPPED, node, f',host="loki",reason="{reason}"')


def _spans(metric: str, component: str) -> str:
    return _of(metric, "n0", f',component_id="{component}"')


def _of_others(series: str) -> str:
    return series.replace('job="alloy"', 'job="other"')


# Dropped series carry `reason` and sent ones do not, so `or` keeps all of both: a collector that
# has sent nothing yet counts as well.
LINES = Alert(
    name="AlloyLogEntriesDropped",
    depends=("loki",),
    expr=f"""
      sum by (job, reason) (rate({LINES_DROPPED}{{job="alloy"}}[15m]))
        / on (job) group_left ()
      (
        sum by (job) (
          rate({LINES_DROPPED}{{job="alloy"}}[15m]) or rate({LINES_SENT}{{job="alloy"}}[15m])
        ) > 0
      )
        > {DROPPED_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=DROPPED_RATIO,
    summary="Alloy loses {{ $value | humanizePercentage }} of log lines",
    description=(
        "Alloy gives up on {{ $value | humanizePercentage }} of the log lines it collects: "
        "{{ $labels.reason }}."
    ),
    cases=(
        fires(
            "1.04% for one reason, 0.96% for another, over two nodes",
            {"job": "alloy", "reason": "ingester_error"},
            at="16m",
            series={
                _dropped("ingester_error", "n0"): "0+1.04x30",
                _dropped("rate_limited", "n1"): "0+0.96x30",
                _of(LINES_SENT, "n0", ',host="loki"'): "0+49x30",
                _of(LINES_SENT, "n1", ',host="loki"'): "0+49x30",
                _of_others(_dropped("ingester_error")): "0+50x30",
            },
        ),
        fires(
            "half may be lost: from one minute on twice as many are as arrive",
            {"job": "alloy", "reason": "ingester_error"},
            at="46m",
            series={
                DROPPED_RATIO.series: "0.5x70",
                _dropped("ingester_error"): "0x20 200+200x40",
                _of(LINES_SENT, more=',host="loki"'): "0+300x20 6100+100x40",
            },
        ),
        fires(
            "none was ever sent, and then there are none",
            {"job": "alloy", "reason": "ingester_error"},
            at="16m",
            holds="33m",
            series={
                DROPPED_RATIO.series: "0.5x70",
                _dropped("ingester_error"): "0+9x20 180x40",
            },
        ),
        quiet(
            "exactly half are lost, as many as may be",
            until="25m",
            series={
                DROPPED_RATIO.series: "0.5x40",
                _dropped("ingester_error"): "0+1x40",
                _of(LINES_SENT, more=',host="loki"'): "0+1x40",
            },
        ),
        quiet(
            "no lines are collected, and another collector loses its own",
            until="25m",
            series={
                _dropped("ingester_error"): "3x40",
                _of(LINES_SENT, more=',host="loki"'): "9x40",
                _of_others(_dropped("ingester_error")): "0x40",
                _of_others(_of(LINES_SENT)): "0+1x40",
            },
        ),
    ),
)

_FAILED = f'sum by (component_id) (rate({SPANS_FAILED}{{job="alloy"}}[10m]))'
_SENT = f'sum by (component_id) (rate({SPANS_SENT}{{job="alloy"}}[10m]))'

SPANS = Alert(
    name="AlloySpansDropped",
    depends=("tempo",),
    expr=f"""
      {_FAILED} / (({_FAILED} + {_SENT} or {_FAILED}) > 0) > {FAILED_RATIO.value}
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    threshold=FAILED_RATIO,
    summary="{{ $labels.component_id }} loses {{ $value | humanizePercentage }} of spans",
    description=(
        "Alloy's {{ $labels.component_id }} gives up on {{ $value | humanizePercentage }} of the "
        "spans it should send. Traces have holes."
    ),
    cases=(
        fires(
            "1.04% at one exporter, 0.96% at another",
            {"component_id": "otelcol.exporter.otlp.tempo"},
            at="11m",
            series={
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0+1.04x20",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+98.96x20",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.other"): "0+0.96x20",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.other"): "0+99.04x20",
                _of_others(_spans(SPANS_SENT, "otelcol.exporter.otlp.tempo")): "0+900x20",
                _of_others(_spans(SPANS_FAILED, "otelcol.exporter.otlp.other")): "0+900x20",
            },
        ),
        fires(
            "half may be lost: from one minute on twice as many are as arrive",
            {"component_id": "otelcol.exporter.otlp.tempo"},
            at="30m",
            series={
                FAILED_RATIO.series: "0.5x50",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0x12 200+200x40",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+300x12 3700+100x40",
            },
        ),
        fires(
            "none was ever sent, and then there are none",
            {"component_id": "otelcol.exporter.otlp.tempo"},
            at="11m",
            holds="23m",
            series={
                FAILED_RATIO.series: "0.5x50",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0+9x15 135x40",
            },
        ),
        quiet(
            "half may be lost: exactly half are, there are no spans, another collector loses all",
            until="25m",
            series={
                FAILED_RATIO.series: "0.5x40",
                _spans(SPANS_FAILED, "half"): "0+1x40",
                _spans(SPANS_SENT, "half"): "0+1x40",
                _spans(SPANS_FAILED, "idle"): "2x40",
                _spans(SPANS_SENT, "idle"): "2x40",
                _spans(SPANS_FAILED, "others"): "0x40",
                _spans(SPANS_SENT, "others"): "0+9x40",
                _of_others(_spans(SPANS_FAILED, "others")): "0+50x40",
            },
        ),
    ),
)

ALERTS = (LINES, SPANS)
