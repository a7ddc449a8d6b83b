"""Alloy: the collector of logs and traces on every node."""

from generator.catalog import Pack, PackKind
from generator.packs.alloy import alerts_health, alerts_losses
from generator.packs.alloy.metrics import METRICS

PACK = Pack(
    name="alloy",
    kind=PackKind.STACK,
    title="Alloy",
    metrics=METRICS,
    alerts=(*alerts_health.ALERTS, *alerts_losses.ALERTS),
)
