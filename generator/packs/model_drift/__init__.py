"""How far inputs have moved from the data a model was trained on."""

from generator.catalog import Bound, ModelThreshold, Pack, PackKind
from generator.packs.model_drift.alerts import ALERTS
from generator.packs.model_drift.metrics import METRICS

PACK = Pack(
    name="model_drift",
    kind=PackKind.MODEL,
    title="Data drift",
    depends=("models",),
    metrics=METRICS,
    thresholds=(
        ModelThreshold(
            "drift_score",
            Bound.MAX,
            "drift.featureScore.max",
            unit="score",
            help="Longest accepted distance of any one feature from its reference.",
        ),
        ModelThreshold(
            "drift_share",
            Bound.MAX,
            "drift.share.max",
            unit="ratio",
            help="Largest accepted share of drifted features.",
        ),
    ),
    alerts=ALERTS,
)
