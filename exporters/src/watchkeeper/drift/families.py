"""Every metric that the exporter of results exposes, declared once."""

from __future__ import annotations

from dataclasses import dataclass

MODEL, FEATURE = "model_name", "feature"


@dataclass(frozen=True, slots=True)
class Family:
    """One gauge."""

    name: str
    unit: str
    labels: tuple[str, ...]
    help: str


SCORE = Family(
    "model_data_drift_score",
    "score",
    (MODEL, FEATURE),
    "Distance of a feature from its reference; always a distance: higher is more drift.",
)
DETECTED = Family(
    "model_data_drift_detected",
    "bool",
    (MODEL, FEATURE),
    "1 where the distance is above the bound for this sample size.",
)
BOUND = Family(
    "model_data_drift_bound_score",
    "score",
    (MODEL, FEATURE),
    "The distance above which a feature counts as drifted at this sample size.",
)
NULL_SHARE = Family(
    "model_data_null_share_ratio",
    "ratio",
    (MODEL, FEATURE),
    "Share of rows without a value for a feature.",
)
NULL_SHIFT = Family(
    "model_data_null_shift_detected",
    "bool",
    (MODEL, FEATURE),
    "1 where the share of rows without a value has moved away from the reference.",
)
SHARE = Family(
    "model_data_drift_share_ratio",
    "ratio",
    (MODEL,),
    "Share of the model's features that have drifted.",
)
DRIFT = Family(
    "model_monitoring_drift_detected",
    "bool",
    (MODEL,),
    "1 if the last monitoring run found drift by the job's own limits.",
)
COLUMNS = Family(
    "model_monitoring_columns",
    "columns",
    (MODEL, "state"),
    "Columns by what became of them in the last run; only measured ones have a distance.",
)
CUT = Family(
    "model_monitoring_columns_cut",
    "columns",
    (MODEL,),
    "Columns that are not exported because the model has too many.",
)
SUCCESS = Family(
    "model_monitoring_last_success_timestamp_seconds",
    "timestamp",
    (MODEL,),
    "Unix time at which the last monitoring run ended well.",
)
WINDOW_END = Family(
    "model_monitoring_window_end_timestamp_seconds",
    "timestamp",
    (MODEL,),
    "Unix time of the end of the data that the last run looked at.",
)
STATUS = Family(
    "model_monitoring_run_status",
    "bool",
    (MODEL,),
    "1 if the last monitoring run ended well.",
)
LAST_RUN = Family(
    "model_monitoring_last_run_timestamp_seconds",
    "timestamp",
    (MODEL,),
    "Unix time at which the last monitoring run began, however it ended.",
)
PUBLISHED = Family(
    "model_monitoring_published",
    "bool",
    (MODEL, "target"),
    "1 if the last run's report or its entry in MLflow was made; absent where unwanted.",
)
TESTS = Family(
    "model_monitoring_tests",
    "tests",
    (MODEL, "status"),
    "Declared tests by what came of them in the last run: passed, failed, not_measured.",
)
TEST_FAILED = Family(
    "model_monitoring_test_failed",
    "bool",
    (MODEL, "test"),
    "1 where a declared test did not pass, or what it is about was not measured.",
)
ACCURACY = Family(
    "model_accuracy_score",
    "ratio",
    (MODEL, "model_version"),
    "Share of right predictions over the last evaluation window.",
)
QUALITY = Family(
    "model_quality_score",
    "score",
    (MODEL, "metric"),
    "Any other quality metric over the last evaluation window: f1, auc, rmse, ndcg ...",
)
ESTIMATED = Family(
    "model_estimated_accuracy_ratio",
    "ratio",
    (MODEL,),
    "Accuracy that the model's own probabilities promise; needs no labels.",
)
LABELLED = Family(
    "model_labelled_rows_ratio",
    "ratio",
    (MODEL,),
    "Share of the rows of the last window whose label is known.",
)
STALE = Family(
    "model_monitoring_result_stale",
    "bool",
    (MODEL,),
    "1 if the newest result or its data is too old, or unreadable, and so is not shown.",
)
READABLE = Family(
    "model_monitoring_results_readable",
    "bool",
    (),
    "1 if the exporter could read where results are kept.",
)

FAMILIES = (
    *(SCORE, DETECTED, BOUND, NULL_SHARE, NULL_SHIFT, SHARE, DRIFT, COLUMNS, CUT),
    *(ACCURACY, QUALITY, ESTIMATED, LABELLED, TESTS, TEST_FAILED),
    *(SUCCESS, WINDOW_END, STATUS, LAST_RUN, PUBLISHED, STALE, READABLE),
)
