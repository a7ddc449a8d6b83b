"""The share of predictions that fail, against an upper bound."""

from generator.catalog import Bound, ModelThreshold, Pack, PackKind, Signal
from generator.catalog.canonical import ERRORS, REQUESTS
from generator.packs.model_error_rate.alerts import ALERTS
from generator.packs.model_error_rate.cases import CASES

SIGNALS = (
    Signal(
        "model:error_ratio:rate5m",
        f"{ERRORS} / on (model_name) ({REQUESTS} > 0)",
        labels=("model_name",),
        unit="ratio",
        range=(0, 1),
        help="Share of failed requests; nothing where there were no requests.",
    ),
)

THRESHOLDS = (
    ModelThreshold(
        "error_ratio",
        Bound.MAX,
        "errorRate.max",
        unit="ratio",
        help="Highest accepted share of failed requests over five minutes.",
        needs=ERRORS,
    ),
)

PACK = Pack(
    name="model_error_rate",
    kind=PackKind.MODEL,
    title="Prediction errors",
    signals=SIGNALS,
    thresholds=THRESHOLDS,
    alerts=ALERTS,
    cases=CASES,
)
