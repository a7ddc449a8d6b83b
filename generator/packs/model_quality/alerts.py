"""Below a floor, above a ceiling, or declared and not measured."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

FLOOR_A = 'model:quality:min{model_name="a",metric="accuracy"}'
FLOOR_B = 'model:quality:min{model_name="b",metric="accuracy"}'

ALERTS = (
    Alert(
        name="ModelAccuracyDegraded",
        expr="""
          model:quality:score{metric="accuracy"}
            < on (model_name, metric)
          max by (model_name, metric) (model:quality:min)
        """,
        for_="10m",
        severity=AlertSeverity.BY_TIER,
        summary="Accuracy of {{ $labels.model_name }} is {{ $value | humanizePercentage }}, below its floor",
        description="The worst live version of {{ $labels.model_name }} has been below its accuracy floor for 10 minutes.",
        cases=(
            fires(
                "one version below the floor, a model exactly at its floor beside it",
                {"model_name": "a", "metric": "accuracy"},
                at="10m",
                series={
                    'model_accuracy_score{model_name="a",model_version="1"}': "0.93x60",
                    'model_accuracy_score{model_name="a",model_version="2"}': "0.799x60",
                    'model_accuracy_score{model_name="b",model_version="1"}': "0.8x60",
                    FLOOR_A: "0.8x60",
                    FLOOR_B: "0.8x60",
                },
            ),
            quiet(
                "a dip shorter than ten minutes",
                until="40m",
                series={
                    'model_accuracy_score{model_name="a",model_version="1"}': "0.5x9 0.9x30",
                    FLOOR_A: "0.8x60",
                },
            ),
            quiet(
                "no floor is set",
                until="30m",
                series={'model_accuracy_score{model_name="a",model_version="1"}': "0.1x60"},
            ),
            quiet(
                "the floor is loaded twice while a sync replaces it",
                until="30m",
                series={
                    'model_accuracy_score{model_name="a",model_version="1"}': "0.9x60",
                    FLOOR_A: "0.8x60",
                    'model:quality:min{model_name="a",metric="accuracy",copy="old"}': "0.7x60",
                },
            ),
            quiet("no measurement arrives", until="30m", series={FLOOR_A: "0.8x60"}),
        ),
    ),
)
