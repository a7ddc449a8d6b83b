"""How much drift is accepted."""

from generator.catalog import Bound, ModelThreshold

SCORE = ModelThreshold(
    "drift_score",
    Bound.MAX,
    "drift.featureScore.max",
    unit="score",
    help="Longest accepted distance of any one feature from its reference.",
)
SHARE = ModelThreshold(
    "drift_share",
    Bound.MAX,
    "drift.share.max",
    unit="ratio",
    help="Largest accepted share of drifted features.",
)
