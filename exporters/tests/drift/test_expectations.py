"""The tests that a configuration declares decide beside drift, and nonsense is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from drift.data import columns

from watchkeeper.drift.jobs import JobError, parse

if TYPE_CHECKING:
    from drift.data import Bench

OUTCOMES = {
    "task": "classification",
    "label": "came",
    "prediction": "said",
    "probability": "chance",
    "positive": 1,
}


def test_tests_of_the_configuration_decide(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """One that fails, or has nothing to measure, is told in the log, the result and the status."""
    bench.labelled(right=0.9)
    good = [
        {"metric": "accuracy", "min": 0.85},
        {"metric": "null_share", "column": "age", "max": 0.1},
        {"metric": "rows", "min": 1000, "max": 3000},
        {"metric": "estimated_accuracy", "min": 0.89},
        {"metric": "drift_score", "column": "age", "max": 0.1},
        {"metric": "infinite_share", "column": "age", "max": 0},
        {"metric": "labelled_share", "min": 1},
        {"metric": "drift_share", "max": 0},
        {"metric": "null_shifts", "max": 0},
    ]
    assert bench.run(outcomes=OUTCOMES, tests=good) == 0
    assert {test["status"] for test in bench.result()["tests"]} == {"passed"}
    bad = [{"metric": "accuracy", "min": 0.95}, {"metric": "null_share", "column": "no", "max": 1}]
    assert bench.run(outcomes=OUTCOMES, tests=[*good, *bad]) == 1
    result = bench.result()
    assert (result["drift_detected"], result["tests_passed"]) == (False, False)
    told = {test["name"]: test["status"] for test in result["tests"] if test["status"] != "passed"}
    assert told == {"accuracy >= 0.95": "failed", "null_share(no) <= 1": "not_measured"}
    assert "test accuracy >= 0.95: failed, value 0.894" in caplog.text


def test_labels_that_come_later_are_no_drift(bench: Bench) -> None:
    """The label is no feature, so current data may be without it."""
    bench.labelled(right=0.9)
    bench.current(said=np.zeros(2000, int), chance=np.full(2000, 0.1))
    assert bench.run(outcomes=OUTCOMES, exclude=["said", "chance"]) == 0
    assert set(bench.result()["columns"]) == set(columns(1, seed=1))
    assert bench.result()["quality"]["labelled"] == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"tests": [{"metric": "acuracy", "min": 1}]}, "test 1: metric acuracy is no metric"),
        ({"tests": [{"metric": "accuracy", "min": 1}]}, "accuracy needs outcomes with a label"),
        ({"tests": [{"metric": "null_share", "max": 1}]}, "null_share is that of which column?"),
        ({"tests": [{"metric": "rows"}]}, "a test needs min, or max, or both"),
        ({"tests": [{"metric": "rows", "min": 2, "max": 1}]}, "min 2 is above max 1"),
        ({"tests": [{"metric": "rows", "min": "many"}]}, "test 1: min must be a finite number"),
        ({"tests": "rows"}, "tests must be a list of mappings"),
        ({"outcomes": {"task": "ranking", "prediction": "p"}}, "task ranking is no task"),
        ({"outcomes": {"task": "regression"}}, "outcomes: prediction is missing"),
        ({"outcomes": {**OUTCOMES, "positive": None}}, "probability is that of which class?"),
        ({"outcomes": 5}, "outcomes must be a mapping"),
        ({"report": "weekly"}, "report weekly is no choice: never, drift, always"),
    ],
)
def test_outcomes_that_make_no_sense_are_refused(
    bench: Bench, caplog: pytest.LogCaptureFixture, fields: dict[str, object], said: str
) -> None:
    """With the record of the model saying why, for whoever reads no log."""
    assert bench.run(**fields) == 2
    assert said in caplog.text
    assert said in bench.record()["error"]


@pytest.mark.parametrize("field", ["threshold", "max_age_seconds"])
@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_number_without_end_is_refused(field: str, value: float) -> None:
    """No result could be written with it; YAML has them as .inf and .nan."""
    with pytest.raises(JobError, match=f"{field} must be a finite number"):
        parse({"name": "churn", "reference": "r", "current": "c", field: value})


def test_all_complaints_come_at_once(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """So that one round is enough."""
    assert bench.run(method="ks", share_max=30, threshold=-1) == 2
    assert [record.message.split("churn: ")[1].split()[0] for record in caplog.records] == [
        "method",
        "share_max",
        "threshold",
    ]


def test_what_was_not_counted_passes_no_test(bench: Bench) -> None:
    """A column that is not there, or cannot be counted, has no share of anything infinite."""
    bench.current(age=None, income=pa.array(["much"] * 2000))
    tests = [
        {"metric": metric, "column": column, "max": 0}
        for metric in ("infinite_share", "drift_score")
        for column in ("age", "income")
    ]
    assert bench.run(tests=tests) == 1
    assert {test["status"] for test in bench.result()["tests"]} == {"not_measured"}
