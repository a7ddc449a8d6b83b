"""What the drift monitor reports at the end of each run."""

from generator.catalog import gauge

METRICS = (
    gauge(
        "model_data_drift_score",
        "model_name",
        "feature",
        unit="score",
        range=(0, float("inf")),
        help="Distance of a feature from its reference; always a distance: higher is more drift.",
    ),
    gauge(
        "model_data_drift_detected",
        "model_name",
        "feature",
        unit="bool",
        range=(0, 1),
        help="1 where the distance is above the bound for this sample size.",
    ),
    gauge(
        "model_data_drift_share_ratio",
        "model_name",
        unit="ratio",
        range=(0, 1),
        help="Share of the model's features that have drifted.",
    ),
    gauge(
        "model_monitoring_last_success_timestamp_seconds",
        "model_name",
        unit="timestamp",
        range=(0, float("inf")),
        help="Unix time at which the last monitoring run ended well.",
    ),
    gauge(
        "model_monitoring_window_end_timestamp_seconds",
        "model_name",
        unit="timestamp",
        range=(0, float("inf")),
        help="Unix time of the end of the data that the last run looked at.",
    ),
    gauge(
        "model_monitoring_run_status",
        "model_name",
        unit="bool",
        range=(0, 1),
        help="1 if the last monitoring run ended well.",
    ),
)
