"""The demo tells what is true from what is not. All of it is run by hand: `make demo-runtime`."""

from __future__ import annotations

import math

import pytest

from demo.report import CATALOGUE, Row, complete, families
from demo.truth import Truth, at_least, exactly


@pytest.mark.parametrize("found", [None, 2.9, 3.001, math.nan])
def test_what_is_missing_or_another_value_is_false(found: float | None) -> None:
    """And marked in the table."""
    row = Row(exactly("mlflow_runs", 3, "as created"), found)
    assert not row.good
    assert str(row).startswith("!!")


@pytest.mark.parametrize("found", [3, 3 + 1e-12])
def test_rounding_is_no_lie(found: float) -> None:
    """A sum of floats depends on their order."""
    assert Row(exactly("mlflow_runs", 3, "as created"), found).good


def test_bounds_are_bounds() -> None:
    """Of both kinds."""
    between = Truth("x", 1, 2, "")
    assert [between.holds(value) for value in (0.9, 1, 1.5, 2, 2.1)] == [
        *(False, True, True, True, False)
    ]
    assert at_least("x", 5, "").holds(1e12)
    assert not at_least("x", 5, "").holds(4)


def test_no_family_of_the_catalogue_is_left_out() -> None:
    """One of which nothing is known must at least be there."""
    known = [exactly('sum(mlflow_run_duration_seconds_count{experiment="a"})', 1, "")]
    assert families([known[0].query]) == {"mlflow_run_duration_seconds"}
    assert families([truth.query for truth in complete(known)]) == set(CATALOGUE)
