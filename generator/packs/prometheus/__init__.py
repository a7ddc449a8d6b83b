"""Prometheus itself: its rules, its targets, its way to Alertmanager, and the dead man's switch."""

from generator.catalog import Pack, PackKind
from generator.packs.prometheus import (
    alerts_delivery,
    alerts_ingest,
    alerts_remote,
    alerts_rules,
    charts,
)
from generator.packs.prometheus.access import ACCESS, BY_HAND
from generator.packs.prometheus.metrics import METRICS
from generator.packs.prometheus.targets import TARGETS
from generator.packs.prometheus.values import values

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
    charts=charts.CHARTS,
    installs=charts.installs,
    addresses=charts.addresses,
    values=values,
    targets=TARGETS,
    access=ACCESS,
    by_hand=BY_HAND,
)
