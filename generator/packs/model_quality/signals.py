"""The two ends of each quality metric; where one is good, the other is the worst."""

from generator.catalog import Signal


def ends(end: str, of: str) -> tuple[Signal, Signal]:
    """One end over all live versions: a canary must not hide behind its elder."""
    record = f"model:quality_score:{end}"
    return (
        Signal(
            record,
            f"{end} by (model_name) (model_accuracy_score)",
            labels=("model_name", "metric"),
            static=(("metric", "accuracy"),),
            unit="score",
            help=f"Accuracy of the model's {of} live version.",
        ),
        Signal(
            record,
            f'{end} by (model_name, metric) (model_quality_score{{metric!="accuracy"}})',
            labels=("model_name", "metric"),
            unit="score",
            help=f"Every other quality metric; the {of} where several are reported.",
        ),
    )


SIGNALS = (*ends("min", "lowest"), *ends("max", "highest"))
