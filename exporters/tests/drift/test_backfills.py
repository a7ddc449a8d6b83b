"""The record of a model speaks of its newest data, and of the verdict, not of what comes after."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from watchkeeper.drift import monitor, publishing, results
from watchkeeper.drift.jobs import parse
from watchkeeper.drift.monitor import RunError, Setting
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from drift.data import Bench

OLD, LAST, NEW = (f"2026-11-{day}T00:00:00Z" for day in (20, 21, 22))


def test_a_backfill_does_not_hide_a_failure(bench: Bench) -> None:
    """Whether the run that failed knew its window or not; the next one over newer data does."""
    assert bench.run("--window-end", LAST) == 0
    gone = str(bench.folder / "gone.parquet")
    for window in ((), ("--window-end", NEW)):
        assert bench.run(*window, current=gone) == 2
        failed = bench.record()
        assert failed["status"] == "failed"
        for older in (OLD, LAST):
            assert bench.run("--window-end", older) == 0
            assert bench.record() == failed
    assert (bench.place / "20261120T000000Z.json").exists()
    assert bench.run("--window-end", NEW) == 0
    assert bench.record()["status"] == "ok"


def test_a_backfill_that_fails_is_no_failure_of_the_model(bench: Bench) -> None:
    """Nor is one whose window turns out to be older only when its data is read."""
    assert bench.run("--window-end", NEW) == 0
    before = bench.record()
    assert bench.run("--window-end", OLD, current=str(bench.folder / "gone.parquet")) == 2
    assert bench.record() == before
    record = monitor.Run(results.Place(store(bench.folder / "results"), "churn"), 1.0, 2.0)
    record.begin()
    assert bench.record()["status"] == "running"
    record.looks_at(before["window_end"] - 1)
    assert bench.record() == before
    record.fail(2.0, "late")
    assert bench.record() == before


def test_a_window_that_is_run_again_has_a_record(bench: Bench) -> None:
    """Also the newest one, as a scheduler that tries again does."""
    assert bench.run("--window-end", NEW) == 0
    assert bench.run("--window-end", NEW, current=str(bench.folder / "gone.parquet")) == 2
    assert bench.record()["status"] == "failed"
    assert bench.run("--window-end", NEW) == 0
    assert bench.record()["status"] == "ok"


def test_publishing_has_an_end(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that takes for ever costs no verdict, and the record says so from the start."""
    over, seen = threading.Event(), []

    def hang(*_: Any) -> str:  # noqa: ANN401 - whatever it is given
        seen.append(bench.record()["status"])
        over.wait(60)
        return ""

    monkeypatch.setattr(publishing, "_report", hang)
    monkeypatch.setattr(publishing, "LEAST", 0.1)
    files = {each: str(bench.folder / f"{each}.parquet") for each in ("reference", "current")}
    job = parse({"name": "churn", "report": "always", **files})
    found = monitor.run(job, Setting(store(bench.folder / "results"), timeout=monitor.MARGIN))
    over.set()
    assert found["drift_detected"] is False
    assert seen == ["ok"]
    assert bench.record()["status"] == "ok"
    assert bench.record()["published"] == {"report": publishing.UNFINISHED}


def test_what_goes_wrong_after_the_verdict_is_no_failure_of_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record stays well."""

    def fail(*_: Any) -> None:  # noqa: ANN401 - whatever it is given
        raise MemoryError("no room")

    monkeypatch.setattr(monitor, "in_time", fail)
    files = {each: str(bench.folder / f"{each}.parquet") for each in ("reference", "current")}
    with pytest.raises(RunError, match="no room"):
        monitor.run(parse({"name": "churn", **files}), Setting(store(bench.folder / "results")))
    assert bench.record()["status"] == "ok"
