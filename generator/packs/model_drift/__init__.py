"""How far inputs have moved from the data a model was trained on."""

from generator.catalog import Pack, PackKind
from generator.packs.model_drift.alerts import ALERTS
from generator.packs.model_drift.metrics import METRICS
from generator.packs.model_drift.thresholds import SCORE, SHARE

PACK = Pack(
    name="model_drift",
    kind=PackKind.MODEL,
    title="Data drift",
    depends=("models",),
    metrics=METRICS,
    thresholds=(SCORE, SHARE),
    alerts=ALERTS,
)
