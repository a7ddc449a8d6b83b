"""Who reaches Alertmanager."""

from generator.catalog import Access

ACCESS = (
    Access(
        "alertmanager",
        (("app.kubernetes.io/name", "alertmanager"),),
        (
            ((9093,), ("prometheus", "grafana", "loki", "mimir")),
            # Replicas tell one another what they have sent; without UDP they send it twice.
            ((9094, "9094/UDP"), ("alertmanager",)),
        ),
    ),
)
