"""Loki: logs that are refused, lost, or not to be read."""

from generator.catalog import Pack, PackKind
from generator.packs.loki import alerts_requests, alerts_storage
from generator.packs.loki.metrics import METRICS

PACK = Pack(
    name="loki",
    kind=PackKind.STACK,
    title="Loki",
    metrics=METRICS,
    alerts=(*alerts_requests.ALERTS, *alerts_storage.ALERTS),
)
