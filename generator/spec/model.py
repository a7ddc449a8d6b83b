"""``kind: Model``: what must hold for one model."""

from __future__ import annotations

import itertools
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from generator.spec.places import Data
from generator.spec.types import (
    AlertOverride,
    Measure,
    Metadata,
    MetricWord,
    Name,
    Number,
    Owner,
    Ratio,
    Seconds,
    Strict,
    Text,
    WholeSeconds,
)

Task = Literal[
    "anomaly-detection",
    "classification",
    "clustering",
    "embedding",
    "forecasting",
    "llm",
    "ranking",
    "recommendation",
    "regression",
]
# Distances: higher is more drift. Tests that yield p-values mean the opposite and are left out.
DriftMethod = Literal["hellinger", "jensenshannon", "kl_div", "psi", "wasserstein"]
OF_A_COLUMN = ("drift_score", "null_share", "infinite_share")
DriftMeasure = Literal[
    "drift_score",
    "null_share",
    "infinite_share",
    "rows",
    "drift_share",
    "null_shifts",
    "labelled_share",
    "estimated_accuracy",
]

DAY = 86400


class Serving(Strict):
    """How the model is served, and so which metrics there are of it."""

    runtime: Name = Field(
        "watchkeeper", description="The pack that reads the server's metrics, e.g. kserve."
    )
    namespace: Name | None = Field(None, description="Kubernetes namespace of its pods.")
    buckets: tuple[Seconds, ...] | None = Field(
        None,
        strict=False,
        description="Latency bucket bounds, where the runtime lets the model choose.",
    )

    @model_validator(mode="after")
    def _rising(self) -> Serving:
        found = self.buckets or ()
        if any(low >= high for low, high in itertools.pairwise(found)):
            raise PydanticCustomError("buckets", "bucket bounds rise from each to the next")
        return self


class Objective(Strict):
    """A share of good events over a window; what is left is the error budget."""

    target: Ratio = Field(
        description="Share of good events, below 1: 99.9% leaves a budget of 0.1 %."
    )
    window: WholeSeconds | None = Field(
        None, description="Time window of the objective, 30d by default."
    )

    @model_validator(mode="after")
    def _has_a_budget(self) -> Objective:
        if not 0 < self.target < 1:
            raise PydanticCustomError(
                "no_budget", "an objective of 0% or 100% has no error budget to burn"
            )
        if self.window is not None and self.window < DAY:
            raise PydanticCustomError("window", "the window of an objective is a day or more")
        return self


class LatencyObjective(Objective):
    """A share of requests answered within a bound."""

    threshold: Seconds = Field(description="A request is good when it takes at most this long.")


class Objectives(Strict):
    """Service level objectives."""

    availability: Objective | None = Field(None, description="Share of requests that do not fail.")
    latency: LatencyObjective | None = Field(
        None, description="Share of requests that are quick enough."
    )
    min_events: Number | None = Field(
        None, ge=0, description="Fewest requests in an alert's long window for it to count."
    )


class MaxRatio(Strict):
    """An upper bound on a ratio."""

    max: Ratio | None = Field(None, description="Highest accepted value; null for none.")


class MinRatio(Strict):
    """A lower bound on a ratio."""

    min: Ratio | None = Field(None, description="Lowest accepted value; null for none.")


class MaxSeconds(Strict):
    """An upper bound on a time."""

    max: Seconds | None = Field(None, description="Longest accepted time; null for none.")


class MaxScore(Strict):
    """An upper bound on a score."""

    max: Number | None = Field(None, ge=0, description="Highest accepted value; null for none.")


class Latency(Strict):
    """Bounds on latency percentiles."""

    p95: MaxSeconds = Field(MaxSeconds(), description="95th percentile over five minutes.")


class Quality(Strict):
    """Bounds on one quality metric."""

    min: Measure | None = Field(None, description="Floor: lower is worse (accuracy, f1, auc).")
    max: Measure | None = Field(None, description="Ceiling: higher is worse (rmse, mae).")


class Outcomes(Strict):
    """Columns of the data that say what was predicted, and what came true."""

    prediction: Text = Field(description="Column with what the model predicted.")
    label: Text | None = Field(None, description="Column with what came true.")
    probability: Text | None = Field(
        None, description="Column with the probability of the class named by positive."
    )
    confidence: Text | None = Field(
        None, description="Column with the probability of the predicted class."
    )
    positive: bool | Number | Text | None = Field(None, description="The class that counts.")

    @model_validator(mode="after")
    def _of_a_class(self) -> Outcomes:
        if self.probability and self.positive is None:
            raise PydanticCustomError(
                "together",
                "a probability is that of a class, which positive names",
                {"fix": "write positive"},
            )
        return self


class DriftTest(Strict):
    """A bound on something that a drift job measures."""

    metric: DriftMeasure = Field(description="What is measured.")
    column: Text | None = Field(None, description="Of which column, where each has its own.")
    min: Measure | None = Field(None, description="Lowest accepted value.")
    max: Measure | None = Field(None, description="Highest accepted value.")

    @model_validator(mode="after")
    def _means_something(self) -> DriftTest:
        if (self.metric in OF_A_COLUMN) is not bool(self.column):
            raise PydanticCustomError(
                "together",
                "column goes with drift_score, null_share and infinite_share, and only with them",
                {"fix": "write column with these metrics, and take it out elsewhere"},
            )
        if self.min is None and self.max is None:
            raise PydanticCustomError(
                "together", "a test without min and max always passes", {"fix": "write one of them"}
            )
        return self


class Drift(Strict):
    """How far inputs may move from the reference data."""

    method: DriftMethod = Field("psi", description="Distance between a column and its reference.")
    feature_score: MaxScore = Field(
        MaxScore(),
        description="Bound on the distance of any one feature; unwritten, the monitor's own counts "
        "(it follows from the number of rows), and the tier's where no monitor tells.",
    )
    share: MaxRatio = Field(MaxRatio(), description="Bound on the share of drifted features.")
    reference: Data | None = Field(
        None, description="Parquet file or folder that the model was trained on."
    )
    current: Data | None = Field(
        None, description="Parquet file or folder of what the model sees now."
    )
    columns: tuple[Text, ...] = Field(
        (), strict=False, description="Columns to compare; all of the reference by default."
    )
    exclude: tuple[Text, ...] = Field(
        (), strict=False, description="Columns to leave out, such as ids."
    )
    time_column: Text | None = Field(
        None, description="Column that says when the current data ends; else its newest file."
    )
    schedule: Name = Field("daily", description="When a job compares them: one of the platform's.")
    outcomes: Outcomes | None = Field(
        None, description="Makes the job measure quality too; floors and ceilings become tests."
    )
    tests: tuple[DriftTest, ...] = Field(
        (), strict=False, description="What else must hold of the data."
    )
    report: Literal["never", "drift", "always"] = Field(
        "never", description="Whether the job writes a report for people."
    )


class Traffic(Strict):
    """How many requests are normal."""

    min: Number | None = Field(None, ge=0, description="Fewest requests per second.")
    max: Number | None = Field(None, ge=0, description="Most requests per second.")
    drop: Ratio | None = Field(None, description="Largest fall against the same hour a week ago.")


class Freshness(Strict):
    """How old things may be."""

    trained: WholeSeconds | None = Field(None, description="Since the last training.")
    prediction: WholeSeconds | None = Field(None, description="Since the last prediction.")
    monitored: WholeSeconds | None = Field(
        None, description="Since the last successful monitoring run."
    )


class ModelNumbers(Strict):
    """Everything an environment, a tier or a task may set."""

    serving: Serving = Field(Serving(), description="How the model is served.")
    objectives: Objectives = Field(Objectives(), description="Service level objectives.")
    error_rate: MaxRatio = Field(
        MaxRatio(), description="Share of failed requests over five minutes."
    )
    latency: Latency = Field(Latency(), description="Latency percentiles.")
    quality: dict[MetricWord, Quality] = Field({}, description="Floors and ceilings by metric.")
    drift: Drift = Field(Drift(), description="Data drift.")
    confidence: MinRatio = Field(MinRatio(), description="Mean confidence over 30 minutes.")
    traffic: Traffic = Field(Traffic(), description="Request rates.")
    freshness: Freshness = Field(Freshness(), description="Ages.")
    alerts: dict[str, AlertOverride] = Field(
        {}, description="Changes to single alerts, by alert name."
    )


class ModelSpec(ModelNumbers):
    """The ``spec`` of a model."""

    owner: Owner = Field(description="The team that answers for the model.")
    tier: Literal[1, 2, 3] = Field(description="1 wakes people up, 2 and 3 make tickets.")
    task: Task = Field(description="What the model does; decides defaults.")
    description: Text | None = Field(None, description="One line for the people on call.")
    enabled: bool = Field(
        default=True, description="Whether the model is deployed (per environment)."
    )
    environments: dict[Name, Any] = Field(
        {},
        description="Per environment: any of the above, to override it there; "
        "enabled: false to leave it out.",
    )


class ModelDocument(Strict):
    """A model: who owns it and what must hold for it."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Model"]
    metadata: Metadata
    spec: ModelSpec
