"""What the board of the stack shows of Alertmanager: the last part of an alert's way."""

from generator.catalog.board import RATE, Color, Panel, Part, Query, Step
from generator.catalog.panels import answering, now, quantiles, value
from generator.packs.alertmanager.alerts import FAILED_RATIO
from generator.packs.alertmanager.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="alertmanager", namespace=~"$namespace"'
TOTAL = f"alertmanager_notifications_total{{{HERE}}}[{RATE}]"
FAILED = f"alertmanager_notifications_failed_total{{{HERE}}}[{RATE}]"
BY = "sum by (integration)"

FAILING = Panel(
    title="Notifications that fail",
    description=(
        "The share of notifications that were given up after all attempts, by how they are sent. "
        "People do not hear of alerts that go this way."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            f"{BY} (rate({FAILED})) / ({BY} (rate({TOTAL})) > 0)",
            "{{integration}}",
        ),
    ),
    width=6,
    low=0,
    alerts=("AlertmanagerNotificationsFailing",),
).bounded(FAILED_RATIO, "most")
# Every kind of receiver is reported, in use or not.
SENT = Panel(
    title="Notifications",
    description="Notifications per second, by how they are sent; only ways that are in use.",
    unit="notifications/s",
    queries=(Query("A", f"{BY} (rate({TOTAL})) > 0", "{{integration}}"),),
    width=6,
    low=0,
    stacked=True,
)
SLOW = quantiles(
    BY_NAME["alertmanager_notification_latency_seconds"],
    "Time to send a notification",
    where=HERE,
    of=(0.5, 0.99),
    width=6,
)
HELD = value(
    BY_NAME["alertmanager_alerts"],
    "Alerts held",
    "state",
    where=HERE,
    description=(
        "Alerts in Alertmanager by state. Suppressed ones are silenced, inhibited or muted: many "
        "of them for long may hide a real one."
    ),
    width=6,
    low=0,
    stacked=True,
    colors=(("^active$", Color.BAD), ("^suppressed$", Color.WARNING)),
)
LOADED = now(
    value(
        BY_NAME["alertmanager_config_last_reload_successful"],
        "Alertmanager",
        where=HERE,
        using="min",
        description="Whether every Alertmanager runs the receivers and routes that were merged.",
    ),
    "Alertmanager",
    words=((0, "refused", Color.BAD), (1, "in force", Color.GOOD)),
    steps=(Step(None, Color.BAD), Step(1, Color.GOOD)),
    width=6,
    alerts=("AlertmanagerConfigReloadFailed",),
)
PARTS = (
    Part(
        "stack",
        "Now",
        (
            answering(
                BY_NAME["up"],
                "Alertmanager",
                "alertmanager",
                "AlertmanagerDown",
                "AlertmanagerPeersMissing",
            ),
        ),
    ),
    Part("stack", "Alerts and their way", (HELD, FAILING, SENT, SLOW)),
    Part("stack", "Configuration", (LOADED,)),
)
