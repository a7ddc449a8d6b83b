"""The way of an alert out of Prometheus, and the alert that proves the way is open.

These are tickets: one that can be delivered was delivered by another replica. What notices that
nothing at all gets out is the receiver of ``Watchdog``, from outside.
"""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

FAILED_RATIO = ServiceThreshold(
    "prometheus:notification_failure_ratio:max",
    0.01,
    unit="ratio",
    help="Share of alerts that one Alertmanager may fail to take.",
)

DISCOVERED = "prometheus_notifications_alertmanagers_discovered"
ERRORS = "prometheus_notifications_errors_total"
SENT = "prometheus_notifications_sent_total"
DROPPED = "prometheus_notifications_dropped_total"

# Newer releases count only the delivered ones as sent, older ones every attempt: the sum is never
# zero while anything fails, whichever it is.
_ERRORS = f'sum by (instance, alertmanager) (rate({ERRORS}{{job="prometheus"}}[5m]))'
_SENT = f'sum by (instance, alertmanager) (rate({SENT}{{job="prometheus"}}[5m]))'


def _of(metric: str, alertmanager: str) -> str:
    return f'{metric}{{job="prometheus",instance="p0",alertmanager="{alertmanager}"}}'


def _of_others(metric: str, alertmanager: str) -> str:
    return _of(metric, alertmanager).replace('job="prometheus"', 'job="other"')


WATCHDOG = Alert(
    name="Watchdog",
    expr="vector(1)",
    for_="0m",
    severity=AlertSeverity.TICKET,
    labels=(("purpose", "watchdog"),),
    summary="The alerting pipeline works",
    description=(
        "This alert always fires. It goes to a dead man's switch outside the cluster, which calls "
        "someone when it stops arriving: then Prometheus or Alertmanager is down or cut off."
    ),
    cases=(fires("from the first evaluation on, whatever is there", at="0m", series={}),),
)

DISCONNECTED = Alert(
    name="PrometheusNotConnectedToAlertmanagers",
    expr=f"""
      max_over_time({DISCOVERED}{{job="prometheus"}}[5m]) == 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.instance }} knows no Alertmanager",
    description="No alert that {{ $labels.instance }} raises reaches anyone.",
    cases=(
        fires(
            "one replica lost its only Alertmanager, the other has one",
            {"job": "prometheus", "instance": "p0"},
            at="19m",
            series={
                f'{DISCOVERED}{{job="prometheus",instance="p0"}}': "1x4 0x40",
                f'{DISCOVERED}{{job="prometheus",instance="p1"}}': "1x40",
                f'{DISCOVERED}{{job="other",instance="p9"}}': "0x40",
            },
        ),
        quiet(
            "none for 14 minutes, the first five of them hidden by the window",
            until="30m",
            series={f'{DISCOVERED}{{job="prometheus",instance="p0"}}': "1x9 0x13 1x40"},
        ),
    ),
)

FAILING = Alert(
    name="PrometheusNotificationsFailing",
    expr=f"""
      {_ERRORS} / ({_ERRORS} + {_SENT} > 0) > {FAILED_RATIO.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=FAILED_RATIO,
    summary="{{ $labels.alertmanager }} does not take {{ $value | humanizePercentage }} of alerts",
    description=(
        "{{ $labels.instance }} fails to hand {{ $value | humanizePercentage }} of its alerts to "
        "{{ $labels.alertmanager }}. Others may still take them: redundancy is gone."
    ),
    cases=(
        fires(
            "1.04% fail at one Alertmanager, all at another, 0.96% at a third",
            {"instance": "p0", "alertmanager": "am0"},
            {"instance": "p0", "alertmanager": "am2"},
            at="16m",
            series={
                _of(ERRORS, "am0"): "0+1.04x30",
                _of(SENT, "am0"): "0+98.96x30",
                _of(ERRORS, "am1"): "0+0.96x30",
                _of(SENT, "am1"): "0+99.04x30",
                _of(ERRORS, "am2"): "0+5x30",
                _of(SENT, "am2"): "0x30",
                _of_others(SENT, "am0"): "0+900x30",
                _of_others(ERRORS, "am1"): "0+900x30",
            },
        ),
        fires(
            "half may fail: from one minute on more than twice as many do as are sent",
            {"instance": "p0", "alertmanager": "am0"},
            at="30m",
            series={
                FAILED_RATIO.series: "0.5x60",
                _of(ERRORS, "am0"): "9000x12 9200+200x40",
                _of(SENT, "am0"): "0+195x12 2435+95x40",
            },
        ),
        quiet(
            "half may fail: exactly half do, nothing is sent, all of another Prometheus's do",
            until="25m",
            series={
                FAILED_RATIO.series: "0.5x40",
                _of(ERRORS, "half"): "0+1x40",
                _of(SENT, "half"): "0+1x40",
                _of(ERRORS, "idle"): "0x40",
                _of(SENT, "idle"): "0x40",
                _of(ERRORS, "others"): "0x40",
                _of(SENT, "others"): "0+9x40",
                _of_others(ERRORS, "others"): "0+50x40",
            },
        ),
    ),
)

# An Alertmanager that is down drops its own share; alerts are lost only if every one does.
LOST = Alert(
    name="PrometheusNotificationsDropped",
    expr=f"""
      min by (instance) (increase({DROPPED}{{job="prometheus"}}[10m])) > 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.instance }} loses alerts",
    description=(
        "{{ $labels.instance }} dropped alerts for every Alertmanager it knows, at least "
        "{{ $value | humanize }} in 10 minutes. Unless another replica sent them, nobody got them."
    ),
    cases=(
        fires(
            "both Alertmanagers of one replica drop alerts every eight minutes; an older release",
            {"instance": "p0"},
            {"instance": "old"},
            at="15m",
            series={
                _of(DROPPED, "am0"): "0x4 3x7 6x7 9x20",
                _of(DROPPED, "am1"): "0x4 2x7 4x7 6x20",
                f'{DROPPED}{{job="prometheus",instance="old"}}': "0x4 2+2x30",
                f'{DROPPED}{{job="prometheus",instance="p1",alertmanager="am0"}}': "5x30",
                f'{DROPPED}{{job="other",instance="p9"}}': "0+2x30",
            },
        ),
        quiet(
            "one of two Alertmanagers is down; the queue of another replica was full for a moment",
            until="30m",
            series={
                _of(DROPPED, "am0"): "0+3x40",
                _of(DROPPED, "am1"): "0x40",
                f'{DROPPED}{{job="prometheus",instance="p1"}}': "0x4 9x40",
            },
        ),
    ),
)

ALERTS = (WATCHDOG, DISCONNECTED, FAILING, LOST)
