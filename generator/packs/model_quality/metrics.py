"""What the inference library and the drift monitor report of a model's quality."""

from generator.catalog import gauge

METRICS = (
    gauge(
        "model_accuracy_score",
        "model_name",
        "model_version",
        unit="ratio",
        range=(0, 1),
        help="Share of right predictions over the last evaluation window.",
    ),
    gauge(
        "model_quality_score",
        "model_name",
        "metric",
        unit="score",
        help="Any other quality metric over the last evaluation window: f1, auc, rmse, ndcg ...",
    ),
    gauge(
        "model_estimated_accuracy_ratio",
        "model_name",
        unit="ratio",
        range=(0, 1),
        help="Accuracy that the model's own probabilities promise; needs no labels.",
    ),
    gauge(
        "model_labelled_rows_ratio",
        "model_name",
        unit="ratio",
        range=(0, 1),
        help="Share of the rows of the last window whose label is known.",
    ),
)
