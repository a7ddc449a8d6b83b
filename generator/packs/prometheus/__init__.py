"""Prometheus itself: its rules, its targets, its way to Alertmanager, and the dead man's switch."""

from generator.catalog import Pack, PackKind
from generator.packs.prometheus import alerts_delivery, alerts_ingest, alerts_remote, alerts_rules
from generator.packs.prometheus.metrics import METRICS

PACK = Pack(
    name="prometheus",
    kind=PackKind.STACK,
    title="Prometheus",
    metrics=METRICS,
    alerts=(
        *alerts_rules.ALERTS,
        *alerts_delivery.ALERTS,
        *alerts_ingest.ALERTS,
        *alerts_remote.ALERTS,
    ),
)
