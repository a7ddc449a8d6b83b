"""Grafana: whether people can look at all."""

from generator.catalog import Pack, PackKind
from generator.packs.grafana.alerts import ALERTS
from generator.packs.grafana.metrics import METRICS

PACK = Pack(
    name="grafana",
    kind=PackKind.STACK,
    title="Grafana",
    metrics=METRICS,
    alerts=ALERTS,
)
