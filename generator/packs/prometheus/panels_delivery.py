"""The first part of an alert's way: from Prometheus to the Alertmanagers."""

from generator.catalog.board import FIRING_COLUMNS, RATE, Color, Panel, PanelKind, Query, Step
from generator.catalog.panels import number_of
from generator.packs.prometheus.alerts_delivery import FAILED_RATIO
from generator.packs.prometheus.panels_rules import HERE

# The services whose alerts are about the stack itself.
STACK = "alertmanager|alloy|argocd|blackbox|drift_exporter|grafana|loki|prometheus|tempo"
FIRING = f'ALERTS{{alertstate="firing", service=~"{STACK}", alertname!="Watchdog"}}'
WHO = "alertname, severity"
ERRORS = f"sum by (alertmanager) (rate(prometheus_notifications_errors_total{{{HERE}}}[{RATE}]))"
SENT = f"sum by (alertmanager) (rate(prometheus_notifications_sent_total{{{HERE}}}[{RATE}]))"
DROPPED = f"prometheus_notifications_dropped_total{{{HERE}}}"

FIRES = number_of(
    "Firing alerts",
    "Alerts on the stack that fire now, without the Watchdog; the table below names them.",
    f"count by ({WHO}) ({FIRING})",
)
ALERTS = Panel(
    title="Alerts",
    description=(
        "What fires on the stack now; the name of an alert leads to its runbook. The Watchdog, "
        "which always fires, is left out."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"max by ({WHO}) ({FIRING})", instant=True),
        Query(
            "B",
            f'min by ({WHO}) (ALERTS_FOR_STATE{{service=~"{STACK}"}} and on ({WHO}) {FIRING})',
            instant=True,
        ),
    ),
    columns=FIRING_COLUMNS,
    sort="Since",
)
REFUSED = Panel(
    title="Alerts not taken",
    description=(
        "The share of alerts that an Alertmanager did not take. While another takes them nobody "
        "misses anything, but there is no spare any more."
    ),
    unit="ratio",
    queries=(Query("A", f"{ERRORS} / ({ERRORS} + {SENT} > 0)", "{{alertmanager}}"),),
    low=0,
    alerts=("PrometheusNotificationsFailing", "PrometheusNotConnectedToAlertmanagers"),
).bounded(FAILED_RATIO, "most")
WORST = Panel(
    title=REFUSED.title,
    description=f"{REFUSED.description} This is the worst of them.",
    unit=REFUSED.unit,
    queries=(Query("A", f"max({ERRORS} / ({ERRORS} + {SENT} > 0))"),),
    decimals=1,
    steps=(Step(None, Color.GOOD), Step(FAILED_RATIO.default, Color.BAD)),
    alerts=REFUSED.alerts,
)
LOST = Panel(
    title="Alerts given up",
    description=(
        "Alerts that a Prometheus dropped within an hour, for the Alertmanager that missed fewest: "
        "unless another Prometheus sent them, nobody got them."
    ),
    unit="alerts",
    queries=(Query("A", f"min by (pod) (increase({DROPPED}[1h]))", "{{pod}}"),),
    low=0,
    alerts=("PrometheusNotificationsDropped",),
)
