"""Something about a model is too old, or nobody knows how old it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Alert, AlertSeverity, fires, quiet

if TYPE_CHECKING:
    from generator.catalog import Case

OF_A = {"model_name": "a"}
AGES = ("training", "prediction", "monitoring")
RESULT = "model_monitoring_result_stale"
NULL = " ".join(["Inf"] * 40)  # a bound that a spec switched off


def stale(what: str) -> str:
    """The age of something against its bound."""
    return f"model:{what}_age:seconds > on (model_name) model:{what}_age_seconds:effective_max"


def limits(what: str) -> dict[str, str]:
    """Half an hour for every tier."""
    return {f'tier:{what}_age_seconds:max{{tier="{tier}"}}': "1800x120" for tier in ("1", "2")}


def stamped(timestamp: str, model: str, values: str, version: str = "") -> dict[str, str]:
    """When it happened, in seconds since the start."""
    more = f',model_version="{version}"' if version else ""
    return {f'{timestamp}{{model_name="{model}"{more}}}': values}


def cases(what: str, timestamp: str, first: int, *, versions: bool) -> tuple[Case, ...]:
    """The same for each age: half an hour is over in minute 41, the alert waits until ``first``."""
    one, two = ("1", "2") if versions else ("", "")
    older = {f'{timestamp}{{model_name="a",instance="2"}}': "300x120"}
    return (
        fires(
            "a minute over the bound, a model whose age never passes it beside it",
            OF_A,
            at=f"{first}m",
            series={
                **limits(what),
                **older,
                **stamped(timestamp, "a", "600x120", two),
                **stamped(timestamp, "b", f"600x20 {20 * 60}+60x100", one),
            },
        ),
        quiet(
            "it happens again a minute before the alert would fire",
            until="1h",
            series=limits(what) | stamped(timestamp, "a", f"600x{first - 1} {first * 60}x60", one),
        ),
        quiet(
            "the bound is null: no age crosses it",
            until="1h",
            every=5,
            series={
                **limits(what),
                **stamped(timestamp, "a", "60x120", one),
                f'model:{what}_age_seconds:max{{model_name="a"}}': NULL,
            },
        ),
        quiet(
            "no bound is set", until="1h", every=5, series=stamped(timestamp, "a", "60x120", one)
        ),
        quiet(
            "a timestamp of zero is no time, nor is none at all",
            until="1h",
            every=5,
            series=limits(what) | stamped(timestamp, "a", "0x120", one),
        ),
    )


def unknown(what: str) -> str:
    """The models that ask for a bound themselves, where nothing reports the age; null asks not."""
    return f"""
      label_replace(
        (max by (model_name) (model:{what}_age_seconds:max) < Inf)
          unless on (model_name)
        model:{what}_age:seconds,
        "age", "{what}", "", ""
      )
    """


ALERTS = (
    Alert(
        name="ModelTrainingStale",
        expr=stale("training"),
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.model_name }} was trained {{ $value | humanizeDuration }} ago",
        description=(
            "The newest version of {{ $labels.model_name }} is older than its spec accepts: "
            "retraining does not run, or fails."
        ),
        cases=cases("training", "model_last_trained_timestamp_seconds", 51, versions=True),
    ),
    Alert(
        name="ModelPredictionStale",
        expr=stale("prediction"),
        for_="5m",
        severity=AlertSeverity.BY_TIER,
        summary="{{ $labels.model_name }} last predicted {{ $value | humanizeDuration }} ago",
        description=(
            "{{ $labels.model_name }} has made no successful prediction for longer than its spec "
            "accepts: nobody calls it, or every call fails, or its batch job does not run."
        ),
        cases=cases("prediction", "model_last_prediction_timestamp_seconds", 46, versions=True),
    ),
    Alert(
        name="ModelMonitoringStale",
        expr=stale("monitoring"),
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="{{ $labels.model_name }} was last checked {{ $value | humanizeDuration }} ago",
        description=(
            "The drift monitor has not finished a run of {{ $labels.model_name }} for longer than "
            "its spec accepts: drift and quality shown are old, and their alerts are silent."
        ),
        cases=cases(
            "monitoring", "model_monitoring_last_success_timestamp_seconds", 51, versions=False
        ),
    ),
    Alert(
        name="ModelMonitoringResultStale",
        expr=f"""
          max by (model_name) ({RESULT}) == 1
            unless on (model_name)
          ({stale("monitoring")})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="Nobody knows how {{ $labels.model_name }} does: its newest result is unusable",
        description=(
            "The drift monitor runs, but the data of {{ $labels.model_name }} that it found is too "
            "old, or no result of it can be read: drift and quality are not shown, and their "
            "alerts are silent."
        ),
        cases=(
            fires(
                "the data is old, the run is just young enough; another model is well",
                OF_A,
                at="20m",
                series={
                    'model:monitoring_age_seconds:max{model_name="a"}': "1140x60",
                    **stamped("model_monitoring_last_success_timestamp_seconds", "a", "60x120"),
                    **stamped(RESULT, "a", "0x9 1x60"),
                    **stamped(RESULT, "b", "0x60"),
                },
            ),
            fires(
                "no run has ever ended well, by one of two exporters",
                OF_A,
                at="10m",
                series={
                    **limits("monitoring"),
                    **stamped(RESULT, "a", "1x60"),
                    f'{RESULT}{{model_name="a",instance="2"}}': "0x60",
                },
            ),
            quiet("a minute too short", until="40m", series=stamped(RESULT, "a", "0x4 1x9 0x30")),
            quiet(
                "the run itself is too old in the minute it would fire",
                until="1h",
                series={
                    **limits("monitoring"),
                    **stamped("model_monitoring_last_success_timestamp_seconds", "a", "60x120"),
                    **stamped(RESULT, "a", "0x22 1x90"),
                },
            ),
            quiet("nothing is monitored", until="20m", series=limits("monitoring")),
        ),
    ),
    Alert(
        name="ModelFreshnessUnknown",
        expr=" or ".join(unknown(what) for what in AGES),
        for_="1h",
        severity=AlertSeverity.TICKET,
        summary="Nothing reports the {{ $labels.age }} age of {{ $labels.model_name }}",
        description=(
            "{{ $labels.model_name }} has a bound on its {{ $labels.age }} age, but no timestamp "
            "of it arrives, so the bound guards nothing."
        ),
        cases=(
            fires(
                "never trained as far as anyone knows, beside a model of which every age is known",
                {"model_name": "a", "age": "training"},
                at="1h",
                every=5,
                series={
                    'model:training_age_seconds:max{model_name="a"}': "1800x200",
                    **{
                        f'model:{age}_age_seconds:max{{model_name="b"}}': "1800x200" for age in AGES
                    },
                    **stamped("model_last_trained_timestamp_seconds", "b", "60x200", "1"),
                    **stamped("model_last_prediction_timestamp_seconds", "b", "60x200", "1"),
                    **stamped("model_monitoring_last_success_timestamp_seconds", "b", "60x200"),
                },
            ),
            fires(
                "predictions that are no longer reported: five minutes until that is certain",
                {"model_name": "a", "age": "prediction"},
                at="1h15m",
                series={
                    'model:prediction_age_seconds:max{model_name="a"}': "9000x200",
                    **stamped("model_last_prediction_timestamp_seconds", "a", "60x10", "1"),
                },
            ),
            fires(
                "the timestamp of the last check is zero: it never was; two copies of the bound",
                {"model_name": "a", "age": "monitoring"},
                at="1h",
                every=5,
                series={
                    'model:monitoring_age_seconds:max{model_name="a"}': "9000x200",
                    'model:monitoring_age_seconds:max{model_name="a",copy="old"}': "9000x200",
                    **stamped("model_monitoring_last_success_timestamp_seconds", "a", "0x200"),
                },
            ),
            quiet(
                "reported in the minute in which the hour is over",
                until="1h30m",
                series={
                    'model:training_age_seconds:max{model_name="a"}': "9000x200",
                    **stamped("model_last_trained_timestamp_seconds", "a", "_x60 60x200", "1"),
                },
            ),
            quiet(
                "a bound of null asks for nothing",
                until="1h30m",
                every=5,
                series={f'model:{age}_age_seconds:max{{model_name="a"}}': NULL for age in AGES},
            ),
            quiet("only the tier has a bound", until="1h30m", every=5, series=limits("training")),
        ),
    ),
)
