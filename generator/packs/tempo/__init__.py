"""Tempo: traces that are refused, lost, or not compacted."""

from generator.catalog import Pack, PackKind
from generator.packs.tempo.alerts import ALERTS
from generator.packs.tempo.metrics import METRICS

PACK = Pack(
    name="tempo",
    kind=PackKind.STACK,
    title="Tempo",
    metrics=METRICS,
    alerts=ALERTS,
)
