"""Alloy: the collector of logs and traces on every node."""

from generator.catalog import Pack, PackKind
from generator.packs.alloy import alerts_health, alerts_losses
from generator.packs.alloy.access import ACCESS
from generator.packs.alloy.charts import BY_HAND, CHARTS, addresses, installs
from generator.packs.alloy.metrics import METRICS
from generator.packs.alloy.targets import TARGETS
from generator.packs.alloy.values import values

PACK = Pack(
    name="alloy",
    kind=PackKind.STACK,
    title="Alloy",
    dead=("AlloyDown",),
    metrics=METRICS,
    alerts=(*alerts_health.ALERTS, *alerts_losses.ALERTS),
    charts=CHARTS,
    installs=installs,
    addresses=addresses,
    values=values,
    targets=TARGETS,
    access=ACCESS,
    by_hand=BY_HAND,
)
