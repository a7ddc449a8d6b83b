"""What one run says of good and of bad data. No bad column takes another one with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from drift.data import columns, save

from watchkeeper.drift.jobs import parse
from watchkeeper.drift.monitor import Setting, run
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from pathlib import Path

    from drift.data import Bench

ROWS = 2000


def test_no_drift_exits_zero(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    """And prints the result that it writes."""
    assert bench.run() == 0
    result = bench.result()
    assert json.loads(capsys.readouterr().out) == result
    assert (result["drift_detected"], result["share"], result["rows"]) == (False, 0, ROWS)
    assert {column["state"] for column in result["columns"].values()} == {"measured"}
    assert bench.record()["status"] == "ok"


def test_drift_exits_one(bench: Bench) -> None:
    """One column of four moved; the others keep their flag at 0."""
    bench.current(age=columns(ROWS, seed=3, shift=1)["age"])
    assert bench.run() == 1
    result = bench.result()
    flags = {name: column["drifted"] for name, column in result["columns"].items()}
    assert flags == {"age": True, "income": False, "color": False, "member": False}
    assert (result["share"], result["drift_detected"]) == (0.25, True)
    assert bench.run("--exit-zero") == 0
    assert bench.run(share_max=0.25) == 0
    assert bench.run(share_max=0.24) == 1
    assert bench.run(threshold=50) == 0


@pytest.mark.parametrize("method", ["psi", "jensenshannon", "hellinger", "kl_div", "wasserstein"])
def test_every_method_tells_drift_from_none(bench: Bench, method: str) -> None:
    """Numbers and categories alike."""
    assert bench.run(method=method) == 0
    bench.current(color=pa.array(["black"] * 1000 + ["red"] * 1000))
    assert bench.run(method=method) == 1
    assert [name for name, each in bench.result()["columns"].items() if each["drifted"]] == [
        "color"
    ]


def test_drift_is_what_lies_above_the_bound(bench: Bench) -> None:
    """A score that is just the threshold is none."""
    bench.current(age=columns(ROWS, seed=3, shift=1)["age"])
    assert bench.run() == 1
    score = bench.result()["columns"]["age"]["score"]
    assert bench.run(threshold=score) == 0
    assert bench.run(threshold=score * 0.99) == 1


def test_a_new_category_is_drift(bench: Bench) -> None:
    """One that the reference never had, in a tenth of the rows."""
    colors = columns(ROWS, seed=2)["color"].to_pylist()
    bench.current(color=pa.array(["mauve"] * 200 + colors[200:]))
    assert bench.run() == 1
    assert bench.result()["columns"]["color"]["drifted"]


@pytest.mark.parametrize("method", ["psi", "hellinger", "wasserstein"])
def test_many_categories_are_told_apart_in_few_rows(bench: Bench, method: str) -> None:
    """Though none of thirty has ten of them: all of one is drift, as many of each is not."""
    days = [f"day {number}" for number in range(30)]
    before, now = columns(6000, seed=1), columns(240, seed=2)
    save(bench.folder / "reference.parquet", {**before, "day": pa.array(days * 200)})
    for seen, status in ((days * 8, 0), (days[:1] * 240, 1)):
        bench.current(**{**now, "day": pa.array(seen)})
        assert bench.run(method=method) == status


def test_nulls_are_a_signal_of_their_own(bench: Bench) -> None:
    """The values that are left look right, and yet something is wrong; NaN is a null."""
    for hole in (None, float("nan")):
        age = columns(ROWS, seed=2)["age"].tolist()
        bench.current(age=pa.array([hole] * 300 + age[300:], pa.float64()))
        assert bench.run() == 1
        column = bench.result()["columns"]["age"]
        assert (column["drifted"], column["null_shift"], column["null_share"]) == (
            False,
            True,
            0.15,
        )


def test_an_all_null_column_costs_itself(bench: Bench) -> None:
    """It is drift without a score, however its type is written."""
    for values in (pa.nulls(ROWS), pa.nulls(ROWS, pa.float64())):
        bench.current(age=values)
        assert bench.run() == 1
        found = bench.result()["columns"]
        age = found["age"]
        assert (age["state"], age["score"], age["drifted"]) == ("no_values", None, True)
        assert age["null_shift"]
        assert found["income"]["state"] == "measured"


def test_a_missing_column_is_told(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """As drift, as a state and in the log; a column that is new is none of the model's."""
    bench.current(age=None, other=np.ones(ROWS))
    assert bench.run() == 1
    found = bench.result()["columns"]
    assert found["age"]["state"] == "missing"
    assert "other" not in found
    assert "churn age: missing: no such column in the current data" in caplog.text


def test_a_changed_type_costs_one_column(bench: Bench) -> None:
    """Which is no drift, and no good value either."""
    bench.current(age=pa.array(["forty"] * ROWS))
    assert bench.run() == 0
    age = bench.result()["columns"]["age"]
    assert (age["state"], age["score"]) == ("type_changed", None)
    assert age["reason"] == "string, the reference has numbers"


def test_types_of_one_kind_are_the_same(bench: Bench) -> None:
    """Smaller floats, and categories that have a dictionary."""
    values = columns(ROWS, seed=2)
    bench.current(age=values["age"].astype(np.float32), color=values["color"].dictionary_encode())
    assert bench.run() == 0
    assert {each["state"] for each in bench.result()["columns"].values()} == {"measured"}


def test_infinite_values_are_counted_and_harmless(bench: Bench) -> None:
    """A few change nothing but their count; many are drift."""
    for many, status in ((2, 0), (800, 1)):
        for method in ("psi", "wasserstein"):
            age = columns(ROWS, seed=2)["age"]
            age[:many] = np.inf
            bench.current(age=age)
            assert bench.run(method=method) == status
            assert bench.result()["columns"]["age"]["infinite"] == many


def test_unusable_types_are_left_out_or_told(bench: Bench) -> None:
    """Times and lists are no features; one that a job names is told."""
    extra: dict[str, Any] = {
        "at": pa.array([datetime(2026, 1, 1, tzinfo=UTC)] * 5000),
        "embedding": pa.array([[1.0, 2.0]] * 5000),
    }
    save(bench.folder / "reference.parquet", {**columns(5000, seed=1), **extra})
    assert bench.run() == 0
    assert set(bench.result()["columns"]) == {"age", "income", "color", "member"}
    assert bench.run(columns=["age", "income", "embedding"], exclude=["income"]) == 0
    found = {name: each["state"] for name, each in bench.result()["columns"].items()}
    assert found == {"age": "measured", "embedding": "unsupported"}


def test_a_rerun_changes_nothing(bench: Bench) -> None:
    """The same window has the same file, and but for the time of the run the same content."""
    window = ("--window-end", "2026-11-22T00:00:00+01:00")
    contents = []
    for _ in range(2):
        assert bench.run(*window) == 0
        contents.append({**bench.result(), "finished_at": 0})
    assert contents[0] == contents[1]
    assert [path.name for path in bench.place.glob("2*")] == ["20261121T230000Z.json"]


def test_the_window_ends_at_the_latest_time(bench: Bench) -> None:
    """Of whatever zone it is; the column of times is no feature."""
    berlin = pa.array([1_700_000_000_000] * ROWS, pa.timestamp("ms", tz="Europe/Berlin"))
    naive = pa.array([1_700_000_000] * ROWS, pa.timestamp("s"))
    for times in (berlin, naive):
        bench.current(at=times)
        assert bench.run(time_column="at") == 0
        assert bench.result()["window_end"] == 1_700_000_000
    assert "at" not in bench.result()["columns"]


def test_it_can_be_called(bench: Bench, tmp_path: Path) -> None:
    """From Python, as a scheduler does: the answer is a plain bool."""
    job = parse(
        {
            "name": "churn",
            "reference": str(bench.folder / "reference.parquet"),
            "current": str(bench.folder / "current.parquet"),
        }
    )
    assert run(job, Setting(store(tmp_path / "r")))["drift_detected"] is False


def test_columns_that_cannot_be_judged_leave_the_bounds_alone(bench: Bench) -> None:
    """The chance of a false alarm grows with the columns that are judged, and with no others."""
    lists = {f"list {number}": pa.array([[1.0]] * 5000) for number in range(4)}
    save(bench.folder / "reference.parquet", {**columns(5000, seed=1), **lists})
    named = ["age", "income", "color", "member"]
    bench.current(age=columns(2000, seed=3)["age"][:1000].repeat(2)[:300].tolist() + [None] * 1700)
    bound = []
    for names in (named, [*named, *lists]):
        assert bench.run(columns=names) == 1
        bound.append(bench.result()["columns"]["age"]["bound"])
    assert bound[0] == bound[1] > 0.1


def test_what_is_empty_in_the_reference_is_not_judged(bench: Bench) -> None:
    """It is no drift, and dilutes the share of no other column, however many there are."""
    empty = {f"empty {number}": pa.nulls(5000, pa.float64()) for number in range(5)}
    save(bench.folder / "reference.parquet", {**columns(5000, seed=1), **empty})
    now = {name: pa.nulls(ROWS, pa.float64()) for name in empty}
    bench.current(age=columns(ROWS, seed=3, shift=1)["age"], **now)
    assert bench.run() == 1
    result = bench.result()
    assert result["share"] == 0.25
    assert result["columns"]["empty 0"]["state"] == "no_values"
    assert result["columns"]["empty 0"]["drifted"] is False


def test_the_largest_of_all_numbers_cost_nothing(bench: Bench) -> None:
    """As marks of a missing value: nothing lies beyond them, and their squares are infinite."""
    lowest, highest = np.finfo(float).min, np.finfo(float).max
    odd = {
        "low": np.where(np.arange(5000) % 10 < 3, lowest, 1.0),
        "high": np.where(np.arange(5000) % 10 < 2, highest, 0.0),
    }
    save(bench.folder / "reference.parquet", {**columns(5000, seed=1), **odd})
    for method in ("psi", "wasserstein"):
        bench.current(**{name: values[:ROWS] for name, values in odd.items()})
        assert bench.run(method=method) == 0
        states = {name: each["state"] for name, each in bench.result()["columns"].items()}
        assert (states["low"], states["high"]) == ("measured", "measured")
        bench.current(low=np.ones(ROWS), high=odd["high"][:ROWS])
        assert bench.run(method=method) == 1
