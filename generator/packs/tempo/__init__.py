"""Tempo: traces that are refused, lost, or not compacted.

No alert pages: traces help to find a fault, they never show one first.
"""

from generator.catalog import Pack, PackKind
from generator.packs.tempo import alerts_receive, alerts_storage, alerts_write, charts, values
from generator.packs.tempo.access import ACCESS
from generator.packs.tempo.metrics import METRICS
from generator.packs.tempo.targets import TARGETS

PACK = Pack(
    name="tempo",
    kind=PackKind.STACK,
    title="Tempo",
    dead=("TempoDown",),
    metrics=METRICS,
    alerts=(*alerts_receive.ALERTS, *alerts_write.ALERTS, *alerts_storage.ALERTS),
    charts=charts.CHARTS,
    installs=charts.installs,
    addresses=charts.addresses,
    values=values.values,
    targets=TARGETS,
    access=ACCESS,
)
