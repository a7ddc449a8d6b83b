"""Alertmanager: what it cannot send, and whether its replicas know one another."""

from generator.catalog import Pack, PackKind
from generator.packs.alertmanager.alerts import ALERTS
from generator.packs.alertmanager.metrics import METRICS

PACK = Pack(
    name="alertmanager",
    kind=PackKind.STACK,
    title="Alertmanager",
    metrics=METRICS,
    alerts=ALERTS,
)
