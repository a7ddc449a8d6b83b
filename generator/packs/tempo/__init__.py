"""Tempo: traces that are refused, lost, or not compacted.

No alert pages: traces help to find a fault, they never show one first.
"""

from generator.catalog import Pack, PackKind
from generator.packs.tempo import alerts_receive, alerts_storage, alerts_write
from generator.packs.tempo.metrics import METRICS

PACK = Pack(
    name="tempo",
    kind=PackKind.STACK,
    title="Tempo",
    metrics=METRICS,
    alerts=(*alerts_receive.ALERTS, *alerts_write.ALERTS, *alerts_storage.ALERTS),
)
