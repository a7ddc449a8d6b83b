"""Grafana: whether people can look at all."""

from generator.catalog import Pack, PackKind
from generator.packs.grafana.access import ACCESS
from generator.packs.grafana.alerts import ALERTS
from generator.packs.grafana.metrics import METRICS
from generator.packs.grafana.targets import TARGETS
from generator.packs.grafana.values import values

PACK = Pack(
    name="grafana",
    kind=PackKind.STACK,
    title="Grafana",
    dead=("GrafanaDown",),
    metrics=METRICS,
    alerts=ALERTS,
    values=values,
    targets=TARGETS,
    access=ACCESS,
)
