"""How sure a model is of what it predicts, against a lower bound."""

from generator.catalog import Bound, ModelThreshold, Pack, PackKind, Signal
from generator.packs.model_confidence.alerts import ALERTS
from generator.packs.model_confidence.cases import CASES

SIGNALS = (
    Signal(
        "model:confidence:mean30m",
        """
          sum by (model_name) (rate(model_prediction_confidence_sum[30m]))
            / on (model_name)
          (sum by (model_name) (rate(model_prediction_confidence_count[30m])) > 0)
        """,
        labels=("model_name",),
        unit="ratio",
        range=(0, 1),
        help="Mean confidence of all predictions of the last half hour.",
    ),
)

THRESHOLDS = (
    ModelThreshold(
        "confidence",
        Bound.MIN,
        "confidence.min",
        unit="ratio",
        help="Lowest accepted mean confidence over 30 minutes.",
    ),
)

PACK = Pack(
    name="model_confidence",
    kind=PackKind.MODEL,
    title="Prediction confidence",
    depends=("models",),
    signals=SIGNALS,
    thresholds=THRESHOLDS,
    alerts=ALERTS,
    cases=CASES,
)
