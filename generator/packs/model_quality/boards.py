"""Scores of models with their floors and ceilings."""

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.judged import judged
from generator.catalog.panels import value
from generator.packs.model_quality.metrics import METRICS
from generator.packs.model_quality.signals import SIGNALS

(ACCURACY,) = (metric for metric in METRICS if metric.name == "model_accuracy_score")
# Two rules record it under one name, and what they say of it differs.
LOWEST = SIGNALS[0]

OF_ACCURACY = f'{ONE_MODEL}, metric="accuracy"'
OF_OTHERS = f'{ONE_MODEL}, metric!="accuracy"'

SCORE = value(
    LOWEST,
    "Accuracy",
    where=OF_ACCURACY,
    unit="ratio",
    low=0,
    high=1,
    decimals=1,
    width=12,
    alerts=("ModelAccuracyDegraded", "ModelQualityNotMeasured"),
).joined(f"max(model:quality:min{{{OF_ACCURACY}}})", "floor", limit=True)
OTHERS = value(
    LOWEST,
    "Other quality metrics",
    "metric",
    where=OF_OTHERS,
    description=(
        "The lowest of all live versions. Dashed: floors, and ceilings of metrics of which less is "
        "better. A metric that has a bound and no score in the time shown says so."
    ),
    width=12,
    alerts=("ModelQualityBelowFloor", "ModelQualityAboveCeiling", "ModelQualityNotMeasured"),
)
VERSIONS = value(ACCURACY, "Accuracy by version", "model_version", where=ONE_MODEL, decimals=1)


MEASURED = f"last_over_time({LOWEST.record}{{{ONE_MODEL}}}[$__range] @ end())"


def _limit(bound: str, name: str) -> str:
    using = "max" if bound == "min" else "min"  # of two copies the stricter one
    of_each = f"{using} by (metric) (model:quality:{bound}{{{OF_OTHERS}}})"
    states = (("and", name), ("unless", f"{name}, not measured"))
    return " or ".join(
        f'label_replace({of_each} {which} on (metric) {MEASURED}, "is", "{words}", "", "")'
        for which, words in states
    )


PARTS = (
    Part("model", "Now", (judged(SCORE, "Accuracy", floor=True),)),
    Part(
        "model",
        "Quality",
        (
            SCORE,
            OTHERS.joined(_limit("min", "floor"), "{{metric}} {{is}}", limit=True).joined(
                _limit("max", "ceiling"), "{{metric}} {{is}}", limit=True
            ),
        ),
    ),
    Part("model", "Versions side by side", (VERSIONS,)),
)
