"""How long ago a model was trained, last used and last checked."""

from generator.catalog import Bound, ModelThreshold, Pack, PackKind
from generator.packs.model_freshness.alerts import ALERTS
from generator.packs.model_freshness.metrics import METRICS
from generator.packs.model_freshness.signals import SIGNALS

THRESHOLDS = (
    ModelThreshold(
        "training_age_seconds",
        Bound.MAX,
        "freshness.trained",
        unit="seconds",
        help="Longest accepted time since the last training.",
    ),
    ModelThreshold(
        "prediction_age_seconds",
        Bound.MAX,
        "freshness.prediction",
        unit="seconds",
        help="Longest accepted time since the last prediction.",
    ),
    ModelThreshold(
        "monitoring_age_seconds",
        Bound.MAX,
        "freshness.monitored",
        unit="seconds",
        help="Longest accepted time since the last successful monitoring run.",
    ),
)

PACK = Pack(
    name="model_freshness",
    kind=PackKind.MODEL,
    title="Freshness",
    metrics=METRICS,
    signals=SIGNALS,
    thresholds=THRESHOLDS,
    alerts=ALERTS,
)
