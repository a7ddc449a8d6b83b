"""How long predictions take, against an upper bound on the 95th percentile."""

from generator.catalog import Bound, ModelThreshold, Pack, PackKind, Signal
from generator.catalog.canonical import LATENCY_BUCKET
from generator.packs.model_latency.alerts import ALERTS
from generator.packs.model_latency.cases import CASES

SIGNALS = (
    Signal(
        "model:latency_seconds:p95",
        f"histogram_quantile(0.95, {LATENCY_BUCKET}) >= 0",
        labels=("model_name",),
        unit="seconds",
        help="95th percentile of latency; at most the longest bucket, nothing without requests.",
    ),
)

THRESHOLDS = (
    ModelThreshold(
        "latency_p95",
        Bound.MAX,
        "latency.p95.max",
        unit="seconds",
        help="Longest accepted 95th percentile of latency over five minutes.",
        needs=LATENCY_BUCKET,
    ),
)

PACK = Pack(
    name="model_latency",
    kind=PackKind.MODEL,
    title="Prediction latency",
    signals=SIGNALS,
    thresholds=THRESHOLDS,
    alerts=ALERTS,
    cases=CASES,
)
