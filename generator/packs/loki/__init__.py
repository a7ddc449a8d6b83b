"""Loki: logs that are refused, lost, or not to be read."""

from generator.catalog import Pack, PackKind
from generator.packs.loki import alerts_requests, alerts_storage, charts, values
from generator.packs.loki.access import ACCESS
from generator.packs.loki.metrics import METRICS
from generator.packs.loki.targets import TARGETS

PACK = Pack(
    name="loki",
    kind=PackKind.STACK,
    title="Loki",
    dead=("LokiDown",),
    metrics=METRICS,
    alerts=(*alerts_requests.ALERTS, *alerts_storage.ALERTS),
    charts=charts.CHARTS,
    installs=charts.installs,
    addresses=charts.addresses,
    values=values.values,
    targets=TARGETS,
    access=ACCESS,
)
