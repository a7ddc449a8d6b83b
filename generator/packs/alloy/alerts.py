"""Alerts on the collectors.

Alloy runs on every node with one configuration: what is wrong with that is one alert that counts
the nodes, not one alert a node.
"""

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

COMPONENTS = "alloy_component_controller_running_components"
LOADED = "alloy_config_last_load_successful"
LINES_SENT = "loki_write_sent_entries_total"
LINES_DROPPED = "loki_write_dropped_entries_total"
SPANS_SENT = "otelcol_exporter_sent_spans_total"
SPANS_FAILED = "otelcol_exporter_send_failed_spans_total"


def _of(metric: str, node: str = "n0", more: str = "") -> str:
    return f'{metric}{{job="alloy",instance="{node}"{more}}}'


def _health(node: str, health: str, controller: str = "") -> str:
    return _of(COMPONENTS, node, f',health_type="{health}",controller_id="{controller}"')


def _dropped(reason: str, node: str = "n0") -> str:
    return _of(LINES_DROPPED, node, f',host="loki",reason="{reason}"')


def _spans(metric: str, component: str) -> str:
    return _of(metric, "n0", f',component_id="{component}"')


DOWN = Alert(
    name="AlloyDown",
    expr="""
      max by (job) (up{job="alloy"}) == 0 or absent(up{job="alloy"})
    """,
    for_="10m",
    severity=AlertSeverity.PAGE,
    summary="No Alloy answers",
    description=(
        "Alloy has not answered on any node for 10 minutes, or is not scraped. No logs and no "
        "traces are collected; spans sent now are lost."
    ),
    cases=(
        fires(
            "it is down on both nodes while others answer",
            {"job": "alloy"},
            at="10m",
            series={
                _of("up", "n0"): "0x30",
                _of("up", "n1"): "0x30",
                'up{job="loki",instance="l0"}': "1x30",
            },
        ),
        fires(
            "there is no target at all",
            {"job": "alloy"},
            at="10m",
            series={'up{job="loki",instance="l0"}': "1x30"},
        ),
        quiet(
            "it answers on one of two nodes",
            until="30m",
            series={_of("up", "n0"): "0x40", _of("up", "n1"): "1x40"},
        ),
        quiet("an upgrade of nine minutes", until="40m", series={_of("up"): "1x4 0x9 1x40"}),
    ),
)

CONFIG = Alert(
    name="AlloyConfigLoadFailed",
    expr=f"""
      count by (job) (max_over_time({LOADED}{{job="alloy"}}[5m]) == 0)
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Alloy runs an old configuration on {{ $value }} nodes",
    description=(
        "Alloy refused its newest configuration on {{ $value }} nodes and goes on with the old "
        "one. Where it restarts it cannot start at all."
    ),
    cases=(
        fires(
            "one node refuses what another takes",
            {"job": "alloy"},
            at="19m",
            series={_of(LOADED, "n0"): "1x4 0x40", _of(LOADED, "n1"): "1x60"},
        ),
        quiet(
            "refused for 14 minutes, the first five of them hidden by the window",
            until="50m",
            series={_of(LOADED): "1x9 0x13 1x60"},
        ),
        quiet("Alloy is not scraped", until="40m", series={}),
    ),
)

HEALTH = Alert(
    name="AlloyComponentsUnhealthy",
    expr=f"""
      count by (job) (
        sum by (job, instance) ({COMPONENTS}{{job="alloy", health_type!="healthy"}}) > 0
      )
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="Components of Alloy are unhealthy on {{ $value }} nodes",
    description=(
        "On {{ $value }} nodes some component of Alloy does not work: a source of logs, a "
        "processor or a destination. What passes through it may be lost."
    ),
    cases=(
        fires(
            "one component exited on one node, inside a module",
            {"job": "alloy"},
            at="15m",
            series={
                _health("n0", "healthy"): "20x40",
                _health("n0", "exited", "module"): "1x40",
                _health("n1", "healthy"): "20x40",
                _health("n1", "unhealthy"): "0x40",
            },
        ),
        quiet(
            "components start for 14 minutes",
            until="40m",
            series={
                _health("n0", "unknown"): "3x14 0x60",
                _health("n0", "healthy"): "17x14 20x60",
            },
        ),
        quiet("Alloy is not scraped", until="40m", series={}),
    ),
)

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
            "no lines are collected",
            until="40m",
            series={
                _dropped("ingester_error"): "3x60",
                _of(LINES_SENT, more=',host="loki"'): "9x60",
            },
        ),
        quiet("Alloy is not scraped", until="40m", series={}),
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

ALERTS = (DOWN, CONFIG, HEALTH, LINES, SPANS)
