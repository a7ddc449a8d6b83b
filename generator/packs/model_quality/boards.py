"""Scores of models with their floors and ceilings."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.panels import now, value
from generator.packs.model_quality.metrics import METRICS
from generator.packs.model_quality.signals import SIGNALS

(ACCURACY,) = (metric for metric in METRICS if metric.name == "model_accuracy_score")
# Two rules record it under one name, and what they say of it differs.
LOWEST = SIGNALS[0]


def _with(metric: str) -> str:
    return f"{ONE_MODEL}, {metric}"


SCORE = value(
    LOWEST,
    "Accuracy",
    where=_with('metric="accuracy"'),
    unit="ratio",
    low=0,
    high=1,
    decimals=1,
    width=12,
    alerts=("ModelAccuracyDegraded", "ModelQualityNotMeasured"),
)
OTHERS = value(
    LOWEST,
    "Other quality metrics",
    "metric",
    where=_with('metric!="accuracy"'),
    description=(
        "The lowest of all live versions. Dashed: floors, and ceilings of metrics of which less is "
        "better."
    ),
    width=12,
    alerts=("ModelQualityBelowFloor", "ModelQualityAboveCeiling"),
)
VERSIONS = value(ACCURACY, "Accuracy by version", "model_version", where=ONE_MODEL, decimals=1)


def _limit(bound: str, matcher: str) -> str:
    using = "max" if bound == "min" else "min"  # of two copies the stricter one
    return f"{using} by (metric) (model:quality:{bound}{{{_with(matcher)}}})"


PARTS = (
    Part("model", "Now", (now(SCORE, "Accuracy"),)),
    Part(
        "model",
        "Quality",
        (
            SCORE.joined(_limit("min", 'metric="accuracy"'), "floor", limit=True),
            OTHERS.joined(
                _limit("min", 'metric!="accuracy"'), "{{metric}} floor", limit=True
            ).joined(_limit("max", 'metric!="accuracy"'), "{{metric}} ceiling", limit=True),
        ),
    ),
    Part("model", "Versions side by side", (VERSIONS,)),
)
