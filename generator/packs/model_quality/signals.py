"""One series per model and quality metric, and what it is held against."""

from generator.catalog import Signal

# With several versions live the worst one counts: a canary must not hide behind its elder.
SIGNALS = (
    Signal(
        "model:quality:score",
        "min by (model_name) (model_accuracy_score)",
        labels=("model_name", "metric"),
        static=(("metric", "accuracy"),),
        unit="score",
        help="Accuracy of the model's worst live version.",
    ),
    Signal(
        "model:quality:score",
        'min by (model_name, metric) (model_quality_score{metric!="accuracy"})',
        labels=("model_name", "metric"),
        unit="score",
        help="Every other quality metric; the lowest where several are reported.",
    ),
)
