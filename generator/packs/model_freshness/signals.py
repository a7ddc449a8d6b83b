"""Ages. A gauge keeps its last value when its job dies, so its age is what is watched."""

from generator.catalog import Signal


def age(what: str, timestamp: str, of: str) -> Signal:
    """Seconds since the newest timestamp; a timestamp of 0 means that it never happened."""
    return Signal(
        f"model:{what}_age:seconds",
        f"time() - max by (model_name) ({timestamp} > 0)",
        labels=("model_name",),
        unit="seconds",
        help=f"Time since {of}.",
    )


SIGNALS = (
    age("training", "model_last_trained_timestamp_seconds", "the newest version was trained"),
    age("prediction", "model_last_prediction_timestamp_seconds", "the last prediction"),
    age(
        "monitoring",
        "model_monitoring_last_success_timestamp_seconds",
        "the last successful monitoring run",
    ),
)
