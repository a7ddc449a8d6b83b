"""Alertmanager: what it cannot send, and whether its replicas know one another."""

from generator.catalog import Pack, PackKind
from generator.packs.alertmanager.access import ACCESS
from generator.packs.alertmanager.alerts import ALERTS
from generator.packs.alertmanager.metrics import METRICS
from generator.packs.alertmanager.targets import TARGETS
from generator.packs.alertmanager.values import addresses, values

PACK = Pack(
    name="alertmanager",
    kind=PackKind.STACK,
    title="Alertmanager",
    metrics=METRICS,
    alerts=ALERTS,
    addresses=addresses,
    values=values,
    targets=TARGETS,
    access=ACCESS,
)
