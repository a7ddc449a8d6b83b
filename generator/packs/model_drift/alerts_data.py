"""What the monitor found of the data besides distances; each only while it is fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.model_drift.alerts import STALE, monitored

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.catalog import Case

NULLS, SHIFTED = "model_data_null_share_ratio", "model_data_null_shift_detected"
LOST = ("type_changed", "unreadable")


def series(name: str, *labels: str, values: str) -> dict[str, str]:
    """One series with its values."""
    return {f"{name}{{{','.join(labels)}}}": values}


def nulls(model: str, values: str, *more: str) -> dict[str, str]:
    """A feature of which six in ten values are missing, and whether that is new."""
    labels = (f'model_name="{model}"', 'feature="age"', *more)
    return {**series(NULLS, *labels, values="0.6x60"), **series(SHIFTED, *labels, values=values)}


def tested(model: str, values: str, *more: str) -> dict[str, str]:
    """Whether a declared test failed."""
    labels = (f'model_name="{model}"', 'test="rows"', *more)
    return series("model_monitoring_test_failed", *labels, values=values)


def columns(model: str, values: str, *more: str, state: str = "type_changed") -> dict[str, str]:
    """How many columns are in a state."""
    labels = (f'model_name="{model}"', f'state="{state}"', *more)
    return series("model_monitoring_columns", *labels, values=values)


def cases(found: Callable[..., dict[str, str]], labels: dict[str, str]) -> tuple[Case, ...]:
    """The same for each flag: ten minutes long, by any job, and not from a dead one."""
    return (
        fires(
            "in one model and not in the other; checked just in time",
            labels,
            at="20m",
            series={
                **found("a", "0x9 1x60"),
                **found("b", "0x60"),
                **monitored("a", "60x60", "1140x60"),
            },
        ),
        fires(
            "one of two jobs says so",
            labels,
            at="10m",
            series=found("a", "1x60") | found("a", "0x60", 'instance="2"'),
        ),
        quiet("a minute too short", until="40m", series=found("a", "0x4 1x9 0x30")),
        quiet(
            "what a dead job left behind: too old in the minute it would fire",
            until="40m",
            series=found("a", "0x4 1x50") | monitored("a", "60x60", "800x60"),
        ),
        quiet("nothing is measured", until="20m", series={}),
    )


DATA_ALERTS = (
    Alert(
        name="DataNullShareShifted",
        expr=f"""
          (
            max by (model_name, feature) ({NULLS})
              and on (model_name, feature)
            max by (model_name, feature) ({SHIFTED}) == 1
          )
            unless on (model_name)
          ({STALE})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $value | humanizePercentage }} of the values of {{ $labels.feature }} of "
            "{{ $labels.model_name }} are missing"
        ),
        description=(
            "The share of rows without a value for {{ $labels.feature }} has moved away from that "
            "of the reference; 100% also means that the column is gone. Distances do not show it."
        ),
        cases=cases(nulls, {"model_name": "a", "feature": "age"}),
    ),
    Alert(
        name="ModelColumnsUnreadable",
        expr=f"""
          max by (model_name, state) (model_monitoring_columns{{state=~"{"|".join(LOST)}"}}) > 0
            unless on (model_name)
          ({STALE})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary=(
            "{{ $value }} columns of {{ $labels.model_name }} are not compared: {{ $labels.state }}"
        ),
        description=(
            "Columns of {{ $labels.model_name }} have another type than in the reference, or could "
            "not be read, so nobody knows whether they drift."
        ),
        cases=(
            *cases(columns, {"model_name": "a", "state": "type_changed"}),
            fires(
                "one that cannot be read; others are measured, or of a kind that never can be",
                {"model_name": "a", "state": "unreadable"},
                at="10m",
                series={
                    **columns("a", "1x60", state="unreadable"),
                    **columns("a", "40x60", state="measured"),
                    **columns("a", "2x60", state="unsupported"),
                    **columns("a", "2x60", state="no_values"),
                },
            ),
        ),
    ),
    Alert(
        name="ModelTestFailed",
        expr=f"""
          max by (model_name, test) (model_monitoring_test_failed) == 1
            unless on (model_name)
          ({STALE})
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="The test {{ $labels.test }} of {{ $labels.model_name }} failed",
        description=(
            "In the last monitoring run a test that the spec of {{ $labels.model_name }} declares "
            "did not pass, or what it is about could not be measured."
        ),
        cases=cases(tested, {"model_name": "a", "test": "rows"}),
    ),
)
