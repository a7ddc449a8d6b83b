"""A feature has moved, or too many have; both only while the measurement is fresh."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

# What a dead job left behind says nothing of today's data; then ModelMonitoringStale speaks.
STALE = """
  model:monitoring_age:seconds > on (model_name) model:monitoring_age_seconds:effective_max
"""

SCORE, SHARE = "model_data_drift_score", "model_data_drift_share_ratio"
DETECTED = "model_data_drift_detected"
# The monitor's own bound follows from the number of rows; one for all sizes is too low for few
# rows, and too high for many. So its word counts, unless the model's spec sets a bound.
JUDGED = f"""
  max by (model_name, feature) ({DETECTED}) unless on (model_name) model:drift_score:max
"""
OF_A = {"model_name": "a", "feature": "age"}


def score(model: str, feature: str, values: str) -> dict[str, str]:
    """The distance of one feature."""
    return {f'{SCORE}{{model_name="{model}",feature="{feature}"}}': values}


def detected(model: str, feature: str, values: str) -> dict[str, str]:
    """Whether the monitor itself calls it drift."""
    return {f'{DETECTED}{{model_name="{model}",feature="{feature}"}}': values}


def share(model: str, values: str) -> dict[str, str]:
    """The share of drifted features."""
    return {f'{SHARE}{{model_name="{model}"}}': values}


def limit(quantity: str, value: str) -> dict[str, str]:
    """One bound for all tiers."""
    return {f'tier:{quantity}:max{{tier="{tier}"}}': value for tier in ("1", "2")}


def monitored(model: str, values: str, within: str) -> dict[str, str]:
    """When a model was last monitored, and how long that is good for."""
    return {
        f'model_monitoring_last_success_timestamp_seconds{{model_name="{model}"}}': values,
        f'model:monitoring_age_seconds:max{{model_name="{model}"}}': within,
    }


SCORE_LIMIT, SHARE_LIMIT = limit("drift_score", "0.3x60"), limit("drift_share", "0.3x60")

ALERTS = (
    Alert(
        name="DataDriftDetected",
        expr=f"""
          (
            (
              max by (model_name, feature) ({SCORE})
                > on (model_name) group_left ()
              model:drift_score:effective_max
                unless on (model_name, feature)
              ({JUDGED})
            )
            or
            (
              max by (model_name, feature) ({SCORE})
                and on (model_name, feature)
              (max by (model_name, feature) ({DETECTED}) == 1)
                unless on (model_name)
              model:drift_score:max
            )
          )
            unless on (model_name)
          ({STALE})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $labels.feature }} of {{ $labels.model_name }} has drifted: distance "
            '{{ $value | printf "%.3g" }}'
        ),
        description=(
            "In the last monitoring run the feature {{ $labels.feature }} of "
            "{{ $labels.model_name }} was further from its reference than its bound: that of the "
            "model's spec, else the monitor's own for this number of rows."
        ),
        cases=(
            fires(
                "one feature 3 % over the bound, others exactly at it; checked just in time",
                OF_A,
                at="20m",
                series={
                    **SCORE_LIMIT,
                    **score("a", "age", "0.3x9 0.31x60"),
                    **score("a", "income", "0.3x60"),
                    **score("b", "age", "0.3x60"),
                    **monitored("a", "60x60", "1140x60"),
                },
            ),
            fires(
                "two jobs report, the worst counts; two copies of the model's own bound",
                OF_A,
                at="10m",
                series={
                    **score("a", "age", "0.1x60"),
                    f'{SCORE}{{model_name="a",feature="age",instance="2"}}': "0.42x60",
                    **score("b", "age", "0.9x60"),
                    'model:drift_score:max{model_name="a"}': "0.4x60",
                    'model:drift_score:max{model_name="a",copy="old"}': "0.35x60",
                },
            ),
            fires(
                "the monitor's own bound is lower than the tier's; another model's is higher",
                OF_A,
                at="20m",
                series={
                    **SCORE_LIMIT,
                    **score("a", "age", "0.2x60"),
                    **detected("a", "age", "0x9 1x60"),
                    f'{DETECTED}{{model_name="a",feature="age",instance="2"}}': "0x60",
                    **score("a", "income", "0.2x60"),
                    **detected("a", "income", "0x60"),
                    **score("b", "age", "0.38x60"),
                    **detected("b", "age", "0x60"),
                    **monitored("a", "60x60", "1140x60"),
                },
            ),
            fires(
                "the model's own bound counts, whatever the monitor says",
                OF_A,
                at="10m",
                series={
                    **SCORE_LIMIT,
                    **score("a", "age", "0.2x60"),
                    **detected("a", "age", "0x60"),
                    'model:drift_score:max{model_name="a"}': "0.1x60",
                    **score("b", "age", "0.4x60"),
                    **detected("b", "age", "1x60"),
                    'model:drift_score:max{model_name="b"}': "0.5x60",
                },
            ),
            quiet(
                "a column that is gone has no distance",
                until="30m",
                series=SCORE_LIMIT | detected("a", "age", "1x60"),
            ),
            quiet(
                "a minute too short",
                until="40m",
                series=SCORE_LIMIT | score("a", "age", "0.1x4 0.9x9 0.1x30"),
            ),
            quiet(
                "a score that a dead job left behind: too old in the minute it would fire",
                until="40m",
                series={
                    **SCORE_LIMIT,
                    **score("a", "age", "0.1x4 0.9x50"),
                    **monitored("a", "60x60", "800x60"),
                },
            ),
            quiet("no bound is set", until="30m", series=score("a", "age", "0.9x60")),
            quiet("nothing is measured", until="30m", series=SCORE_LIMIT),
        ),
    ),
    Alert(
        name="ModelDriftShareHigh",
        expr=f"""
          (
            max by (model_name) (model_data_drift_share_ratio)
              > on (model_name)
            model:drift_share:effective_max
          )
            unless on (model_name)
          ({STALE})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $value | humanizePercentage }} of the features of {{ $labels.model_name }} "
            "have drifted"
        ),
        description=(
            "So many features of {{ $labels.model_name }} have moved away from their reference "
            "that the model no longer sees what it was trained on."
        ),
        cases=(
            fires(
                "3 % over the bound, a model exactly at it; checked just in time",
                {"model_name": "a"},
                at="20m",
                series={
                    **SHARE_LIMIT,
                    **share("a", "0.3x9 0.31x60"),
                    **share("b", "0.3x60"),
                    **monitored("a", "60x60", "1140x60"),
                },
            ),
            fires(
                "two jobs report, the worst counts; two copies of the model's own bound",
                {"model_name": "a"},
                at="10m",
                series={
                    **share("a", "0.1x60"),
                    f'{SHARE}{{model_name="a",instance="2"}}': "0.42x60",
                    **share("b", "0.9x60"),
                    'model:drift_share:max{model_name="a"}': "0.4x60",
                    'model:drift_share:max{model_name="a",copy="old"}': "0.35x60",
                },
            ),
            quiet(
                "a minute too short",
                until="40m",
                series=SHARE_LIMIT | share("a", "0.1x4 0.9x9 0.1x30"),
            ),
            quiet(
                "a share that a dead job left behind: too old in the minute it would fire",
                until="40m",
                series={
                    **SHARE_LIMIT,
                    **share("a", "0.1x4 0.9x50"),
                    **monitored("a", "60x60", "800x60"),
                },
            ),
            quiet("no bound is set", until="30m", series=share("a", "0.9x60")),
            quiet("nothing is measured", until="30m", series=SHARE_LIMIT),
        ),
    ),
)
