"""What Alertmanager says of itself."""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    counter(
        "alertmanager_notifications_total",
        "integration",
        unit="notifications",
        help="Notifications tried; every integration starts at 0.",
    ),
    counter(
        "alertmanager_notifications_failed_total",
        "integration",
        "reason",
        unit="notifications",
        help="Notifications given up on, after all attempts.",
    ),
    histogram(
        "alertmanager_notification_latency_seconds",
        "integration",
        unit="seconds",
        help="How long a notification took to send.",
    ),
    gauge(
        "alertmanager_config_last_reload_successful",
        unit="bool",
        range=(0, 1),
        help="1 while the running configuration is the one on disk.",
    ),
    gauge(
        "alertmanager_cluster_members",
        unit="peers",
        help="Replicas this one knows, itself included.",
    ),
    gauge(
        "alertmanager_alerts",
        "state",
        unit="alerts",
        help="Alerts held, by state.",
    ),
    counter(
        "alertmanager_alerts_received_total",
        "status",
        unit="alerts",
        help="Alerts received from Prometheus.",
    ),
)
