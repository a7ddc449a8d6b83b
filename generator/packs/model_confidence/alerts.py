"""A model is less sure of its predictions than it should be."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

# A mean of fewer says little.
FEWEST_PREDICTIONS = 30

FLOORS = {
    'model:confidence:min{model_name="a"}': "0.75x200",
    'model:confidence:min{model_name="b"}': "0.75x200",
}


# 0.755, a minute of 0.5 that leaves the mean below the floor, and 15 minutes later one of 1.
DIP = "0+75.5x60 4580 4655.5+75.5x13 5737+75.5x100"


def predictions(model: str, confidence: str, count: str) -> dict[str, str]:
    """The two counters of the histogram, for one version and class."""
    labels = f'{{model_name="{model}",model_version="1",class="yes"}}'
    return {
        f"model_prediction_confidence_sum{labels}": confidence,
        f"model_prediction_confidence_count{labels}": count,
    }


ALERTS = (
    Alert(
        name="ModelConfidenceLow",
        expr=f"""
          (model:confidence:mean30m < on (model_name) model:confidence:effective_min)
            and on (model_name)
          (
            sum by (model_name) (increase(model_prediction_confidence_count[30m]))
              >= {FEWEST_PREDICTIONS}
          )
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $labels.model_name }} is {{ $value | humanizePercentage }} sure of its "
            "predictions, less than its floor"
        ),
        description=(
            "The mean confidence of {{ $labels.model_name }} over half an hour is below its floor: "
            "its inputs may have moved, or a version is a wrong one."
        ),
        cases=(
            fires(
                "half an hour of it brings the mean below the floor, a model just above beside it",
                {"model_name": "a"},
                at="1h39m",
                series={
                    **FLOORS,
                    **predictions("a", "0+80x59 4794+74x100", "0+100x200"),
                    **predictions("b", "0+76x200", "0+100x200"),
                },
            ),
            fires(
                "just enough predictions to count; beside it enough within an hour, but not within "
                "half of it",
                {"model_name": "a"},
                at="50m",
                every=5,
                series={
                    **FLOORS,
                    **predictions("a", "_ 0+2.5x20", "_ 0+5x20"),
                    **predictions("b", "0 9 18 21.325+3.325x20", "0 10 20 24.75+4.75x20"),
                },
            ),
            quiet(
                "a dip that is made up for a minute before a quarter of an hour is over",
                until="2h",
                series=FLOORS | predictions("a", DIP, "0+100x200"),
            ),
            quiet(
                "exactly at the floor",
                until="1h",
                series=FLOORS | predictions("a", "0+96x70", "0+128x70"),
            ),
            quiet(
                "no floor is set",
                until="1h",
                series=predictions("a", "0+10x70", "0+100x70"),
            ),
            quiet(
                "no predictions, and a restart",
                until="1h30m",
                series=FLOORS | predictions("a", "75x40 0x60", "100x40 0x60"),
            ),
            quiet("nothing is measured", until="1h", series=FLOORS),
        ),
    ),
)
