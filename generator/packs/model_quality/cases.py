"""Cases of the quality alerts, and of the scores they read."""

from generator.catalog import SignalCase, fires, quiet

ACCURACY_OF_A = {"model_name": "a", "metric": "accuracy"}
F1_OF_A = {"model_name": "a", "metric": "f1"}
RMSE_OF_A = {"model_name": "a", "metric": "rmse"}
FOREVER = "x300"


def floor(model: str, metric: str, value: float, more: str = "") -> dict[str, str]:
    """A floor the model sets."""
    labels = f'{{model_name="{model}",metric="{metric}"{more}}}'
    return {f"model:quality:min{labels}": f"{value}{FOREVER}"}


def ceiling(model: str, metric: str, value: float, more: str = "") -> dict[str, str]:
    """A ceiling the model sets."""
    labels = f'{{model_name="{model}",metric="{metric}"{more}}}'
    return {f"model:quality:max{labels}": f"{value}{FOREVER}"}


def accuracy(model: str, version: str, values: str) -> dict[str, str]:
    """What the library reports of one version."""
    return {f'model_accuracy_score{{model_name="{model}",model_version="{version}"}}': values}


def score(model: str, metric: str, values: str, more: str = "") -> dict[str, str]:
    """What the monitor reports."""
    return {f'model_quality_score{{model_name="{model}",metric="{metric}"{more}}}': values}


ACCURACY_CASES = (
    fires(
        "one version below the floor, a model exactly at its floor beside it",
        ACCURACY_OF_A,
        at="20m",
        series={
            **accuracy("a", "1", "0.93x60"),
            **accuracy("a", "2", "0.8x9 0.799x60"),
            **accuracy("b", "1", "0.8x60"),
            **floor("a", "accuracy", 0.8),
            **floor("b", "accuracy", 0.8),
        },
    ),
    quiet(
        "a dip shorter than ten minutes",
        until="20m",
        series=accuracy("a", "1", "0.9x4 0.5x9 0.9x30") | floor("a", "accuracy", 0.8),
    ),
    quiet("no floor is set", until="15m", series=accuracy("a", "1", "0.1x60")),
    quiet(
        "the floor is loaded twice while a sync replaces it",
        until="15m",
        series={
            **accuracy("a", "1", "0.9x60"),
            **floor("a", "accuracy", 0.8),
            **floor("a", "accuracy", 0.7, ',copy="old"'),
        },
    ),
    quiet(
        "another metric is below its floor",
        until="15m",
        series=score("a", "f1", "0.1x60") | floor("a", "f1", 0.8),
    ),
    quiet("no measurement arrives", until="15m", series=floor("a", "accuracy", 0.8)),
)

FLOOR_CASES = (
    fires(
        "a little below the floor, a model exactly at its floor beside it; two copies of the floor",
        F1_OF_A,
        at="20m",
        series={
            **score("a", "f1", "0.8x9 0.799x60"),
            **score("a", "auc", "0.9x60"),
            **score("b", "f1", "0.8x60"),
            **floor("a", "f1", 0.8),
            **floor("a", "f1", 0.7, ',copy="old"'),
            **floor("a", "auc", 0.9),
            **floor("b", "f1", 0.8),
        },
    ),
    fires(
        "of two that report, the lowest counts",
        F1_OF_A,
        at="10m",
        series={
            **score("a", "f1", "0.9x60"),
            **score("a", "f1", "0.7x60", ',instance="2"'),
            **floor("a", "f1", 0.8),
        },
    ),
    quiet(
        "a dip shorter than ten minutes",
        until="20m",
        series=score("a", "f1", "0.9x4 0.5x9 0.9x30") | floor("a", "f1", 0.8),
    ),
    quiet(
        "low accuracy has an alert of its own",
        until="15m",
        series=accuracy("a", "1", "0.1x60") | floor("a", "accuracy", 0.8),
    ),
    quiet(
        "low, where only a ceiling is set",
        until="15m",
        series=score("a", "rmse", "0.1x60") | ceiling("a", "rmse", 4),
    ),
    quiet("no floor is set", until="15m", series=score("a", "f1", "0.1x60")),
    quiet("no measurement arrives", until="15m", series=floor("a", "f1", 0.8)),
)

CEILING_CASES = (
    fires(
        "of two that report the highest counts, a model exactly at its ceiling beside it",
        RMSE_OF_A,
        at="20m",
        series={
            **score("a", "rmse", "3x60"),
            **score("a", "rmse", "4x9 4.1x60", ',instance="2"'),
            **score("b", "rmse", "4x60"),
            **ceiling("a", "rmse", 4),
            **ceiling("a", "rmse", 5, ',copy="old"'),
            **ceiling("b", "rmse", 4),
        },
    ),
    quiet(
        "a peak shorter than ten minutes",
        until="20m",
        series=score("a", "rmse", "3x4 9x9 3x30") | ceiling("a", "rmse", 4),
    ),
    quiet(
        "high, where only a floor is set",
        until="15m",
        series=score("a", "f1", "0.99x60") | floor("a", "f1", 0.8),
    ),
    quiet("no ceiling is set", until="15m", series=score("a", "rmse", "9x60")),
    quiet("no measurement arrives", until="15m", series=ceiling("a", "rmse", 4)),
)

UNMEASURED_CASES = (
    fires(
        "a floor of which there never was a score, beside a score without a floor",
        F1_OF_A,
        at="26h",
        every=60,
        series=floor("a", "f1", 0.8) | score("a", "auc", f"0.9{FOREVER}"),
    ),
    # One value is seven minutes: the window of ten reaches back to the one before, and no further.
    fires(
        "two scores stop while a third goes on; of its neighbour there is one more, a day later",
        ACCURACY_OF_A,
        RMSE_OF_A,
        at="26h43m",
        every=7,
        series={
            **floor("a", "accuracy", 0.8),
            **floor("a", "accuracy", 0.7, ',copy="old"'),
            **accuracy("a", "1", "0.9x4"),
            **ceiling("a", "rmse", 4),
            **score("a", "rmse", "3x4"),
            **floor("a", "f1", 0.8),
            **score("a", "f1", f"0.9{FOREVER}"),
            **floor("b", "accuracy", 0.8),
            **accuracy("b", "1", "0.9x4 _x220 0.9x0"),
        },
    ),
    quiet("nothing is declared", until="1h", every=5, series={}),
)

CASES = (
    SignalCase(
        "the lowest of all versions and reporters; accuracy is that of the library",
        "model:quality_score:min",
        series={
            **accuracy("a", "1", "0.75x10"),
            **accuracy("a", "2", "0.5x10"),
            **score("a", "accuracy", "0.25x10"),
            **score("b", "f1", "0.75x10"),
            **score("b", "f1", "0.5x10", ',instance="2"'),
        },
        at="5m",
        expect={
            'model:quality_score:min{model_name="a",metric="accuracy"}': 0.5,
            'model:quality_score:min{model_name="b",metric="f1"}': 0.5,
        },
    ),
    SignalCase(
        "the highest of all versions and reporters",
        "model:quality_score:max",
        series={
            **accuracy("a", "1", "0.75x10"),
            **accuracy("a", "2", "0.5x10"),
            **score("b", "f1", "0.75x10"),
            **score("b", "f1", "0.5x10", ',instance="2"'),
        },
        at="5m",
        expect={
            'model:quality_score:max{model_name="a",metric="accuracy"}': 0.75,
            'model:quality_score:max{model_name="b",metric="f1"}': 0.75,
        },
    ),
)
