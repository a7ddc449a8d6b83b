"""Timestamps; those of predictions and of monitoring runs are declared where they are reported."""

from generator.catalog import gauge

METRICS = (
    gauge(
        "model_last_trained_timestamp_seconds",
        "model_name",
        "model_version",
        unit="timestamp",
        range=(0, float("inf")),
        help="Unix time at which the training of this version ended.",
    ),
)
