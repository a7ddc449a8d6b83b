"""What the drift job of one model is told: only what the model itself says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.workloads import ModelJob
from generator.spec.defaults import ALL_TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

    from generator.spec.model import Drift, ModelNumbers

# One for all sizes: what counts where no monitor says what is drift.
BUILT_IN = ALL_TIERS["drift"]["featureScore"]["max"]
# Tasks whose answers can be right or wrong, and what a job then measures of a model.
TASKS = {
    "anomaly-detection": "classification",
    "classification": "classification",
    "forecasting": "regression",
    "regression": "regression",
}
MEASURED = {
    "classification": ("accuracy", "precision", "recall", "f1"),
    "regression": ("rmse", "mae", "mean_error", "r2"),
}
OF_PROBABILITIES = ("log_loss", "auc")


def job(name: str, task: str, model: ModelNumbers, tier: ModelNumbers) -> ModelJob | None:
    """What is compared for a model that says where its data lies; only what it says itself."""
    drift = model.drift
    if drift.reference is None or drift.current is None:
        return None
    found = {
        "name": name,
        "schedule": drift.schedule,
        "reference": drift.reference,
        "current": drift.current,
        "method": drift.method,
        "columns": list(drift.columns),
        "exclude": list(drift.exclude),
        "time_column": drift.time_column,
        "threshold": threshold(drift, tier.drift),
        "share_max": drift.share.max,
        "max_age_seconds": model.freshness.monitored or tier.freshness.monitored,
        "outcomes": outcomes(task, drift),
        "tests": [*tests(task, model), *(_said(each) for each in drift.tests)],
        "report": None if drift.report == "never" else drift.report,
    }
    return ModelJob(drift.schedule, {k: v for k, v in found.items() if v not in (None, [])})


def threshold(own: Drift, tier: Drift) -> float | None:
    """What the model says, or the platform of its tier; else the monitor decides by itself.

    No sample is at a distance of nothing, so a bound of 0 is none.
    """
    if "max" in own.feature_score.model_fields_set:
        return own.feature_score.max or None
    given = tier.feature_score.max
    return None if given == BUILT_IN else given or None


def outcomes(task: str, drift: Drift) -> Mapping[str, object] | None:
    """Which columns tell how good the model is, if its task has an answer that can be right."""
    kind = TASKS.get(task)
    if drift.outcomes is None or kind is None:
        return None
    return {"task": kind, **_said(drift.outcomes)}


def tests(task: str, model: ModelNumbers) -> Iterable[Mapping[str, object]]:
    """The model's floors and ceilings of what its labels tell."""
    columns, kind = model.drift.outcomes, TASKS.get(task)
    if columns is None or kind is None or not columns.label:
        return
    measured = (*MEASURED[kind], *(OF_PROBABILITIES if columns.probability else ()))
    for name, bounds in model.quality.items():
        if name in measured and (bounds.min, bounds.max) != (None, None):
            yield {"metric": name, **_said(bounds)}


def _said(found: BaseModel) -> dict[str, object]:
    return found.model_dump(exclude_none=True)
