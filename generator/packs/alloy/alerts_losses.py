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


# Dropped series carry `reason` and sent ones do not, so `or` keeps all of both: a collector that
# has sent nothing yet counts as well.
LINES = Alert(
    name="AlloyLogEntriesDropped",
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
                _dropped("ingester_error", "n0"): "0+1.04x40",
                _dropped("rate_limited", "n1"): "0+0.96x40",
                _of(LINES_SENT, "n0", ',host="loki"'): "0+49x40",
                _of(LINES_SENT, "n1", ',host="loki"'): "0+49x40",
            },
        ),
        fires(
            "none was ever sent",
            {"job": "alloy", "reason": "ingester_error"},
            at="16m",
            series={_dropped("ingester_error"): "0+9x40"},
        ),
        fires(
            "a burst every twelve minutes",
            {"job": "alloy", "reason": "ingester_error"},
            at="20m",
            series={
                _dropped("ingester_error"): "0x4 100x11 200x11 300x11 400x20",
                _of(LINES_SENT, more=',host="loki"'): "0+100x60",
            },
        ),
        quiet(
            "one burst leaves the window after 14 minutes",
            until="1h",
            series={
                _dropped("ingester_error"): "0x4 100x90",
                _of(LINES_SENT, more=',host="loki"'): "0+100x90",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                DROPPED_RATIO.series: "0.5x60",
                _dropped("ingester_error"): "0+1x60",
                _of(LINES_SENT, more=',host="loki"'): "0+1x60",
            },
        ),
        quiet(
            "no lines are collected",
            until="40m",
            series={
                _dropped("ingester_error"): "3x60",
                _of(LINES_SENT, more=',host="loki"'): "9x60",
            },
        ),
        quiet(
            "only another collector loses lines",
            until="40m",
            series={
                _dropped("ingester_error").replace('job="alloy"', 'job="other"'): "0+50x60",
                _of(LINES_SENT, more=',host="loki"'): "0+100x60",
            },
        ),
    ),
)

_FAILED = f'sum by (component_id) (rate({SPANS_FAILED}{{job="alloy"}}[10m]))'
_SENT = f'sum by (component_id) (rate({SPANS_SENT}{{job="alloy"}}[10m]))'

SPANS = Alert(
    name="AlloySpansDropped",
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
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0+1.04x40",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+98.96x40",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.other"): "0+0.96x40",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.other"): "0+99.04x40",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo").replace(
                    'job="alloy"', 'job="other"'
                ): "0+900x40",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo").replace(
                    'job="alloy"', 'job="other"'
                ): "0+900x40",
            },
        ),
        fires(
            "none was ever sent",
            {"component_id": "otelcol.exporter.otlp.tempo"},
            at="11m",
            series={_spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0+9x40"},
        ),
        fires(
            "a burst every eight minutes",
            {"component_id": "otelcol.exporter.otlp.tempo"},
            at="15m",
            series={
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0x4 100x7 200x7 300x40",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+100x60",
            },
        ),
        quiet(
            "one burst leaves the window after nine minutes",
            until="1h",
            series={
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0x4 100x90",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+100x90",
            },
        ),
        quiet(
            "nothing of ours is lost, and all of another collector",
            until="40m",
            series={
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0x60",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+100x60",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo").replace(
                    'job="alloy"', 'job="other"'
                ): "0+50x60",
            },
        ),
        quiet(
            "exactly the share allowed, here set to a half",
            until="40m",
            series={
                FAILED_RATIO.series: "0.5x60",
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "0+1x60",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "0+1x60",
            },
        ),
        quiet(
            "there are no spans",
            until="40m",
            series={
                _spans(SPANS_FAILED, "otelcol.exporter.otlp.tempo"): "2x60",
                _spans(SPANS_SENT, "otelcol.exporter.otlp.tempo"): "2x60",
            },
        ),
        quiet("Alloy is not scraped", until="40m", series={}),
    ),
)

ALERTS = (LINES, SPANS)
