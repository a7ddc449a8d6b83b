"""How many requests a model gets: too few, too many, far fewer than a week ago."""

from generator.catalog import LONG, Bound, ModelThreshold, Pack, PackKind, Signal
from generator.catalog.canonical import REQUESTS
from generator.packs.model_traffic.alerts import ALERTS

SIGNALS = (
    Signal(
        "model:requests:rate1h",
        f"avg_over_time({REQUESTS}[1h])",
        labels=("model_name",),
        unit="requests per second",
        help="Mean request rate of the last hour.",
        every=LONG,
    ),
)

THRESHOLDS = (
    ModelThreshold(
        "traffic",
        Bound.MIN,
        "traffic.min",
        unit="requests per second",
        help="Fewest requests per second.",
        needs=REQUESTS,
    ),
    ModelThreshold(
        "traffic",
        Bound.MAX,
        "traffic.max",
        unit="requests per second",
        help="Most requests per second.",
        needs=REQUESTS,
    ),
    ModelThreshold(
        "traffic_drop",
        Bound.MAX,
        "traffic.drop",
        unit="ratio",
        help="Largest accepted fall against the same hour a week ago.",
        needs=REQUESTS,
    ),
)

PACK = Pack(
    name="model_traffic",
    kind=PackKind.MODEL,
    title="Traffic",
    signals=SIGNALS,
    thresholds=THRESHOLDS,
    alerts=ALERTS,
)
