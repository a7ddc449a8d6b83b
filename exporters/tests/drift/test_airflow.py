"""What a scheduler calls: one function, whose answer is JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from drift.data import PATIENCE, columns

from watchkeeper.drift.airflow import check_drift
from watchkeeper.drift.jobs import JobError
from watchkeeper.drift.monitor import RunError

if TYPE_CHECKING:
    from drift.data import Bench


def test_the_answer_is_json(bench: Bench) -> None:
    """With plain bools, which decide what the next task does; drift is no exception."""
    config, results = str(bench.job()), str(bench.folder / "results")
    end = datetime(2026, 11, 22, tzinfo=UTC)
    quiet = check_drift(config, "churn", results=results, window_end=end)
    assert quiet["drift_detected"] is False
    assert quiet["tests_passed"] is True
    assert json.loads(json.dumps(quiet)) == quiet == bench.result()
    assert quiet["window_end"] == end.timestamp()
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    assert check_drift(config, "churn", results=results)["drift_detected"] is True


def test_no_verdict_is_an_exception(bench: Bench) -> None:
    """So that the task fails, and is tried again as the scheduler was told."""
    config, results = str(bench.job()), str(bench.folder / "results")
    (bench.folder / "current.parquet").unlink()
    with pytest.raises(RunError, match="no such file"):
        check_drift(config, "churn", results=results)
    assert bench.record()["status"] == "failed"
    with pytest.raises(JobError, match="did you mean churn"):
        check_drift(config, "churm", results=results)
    with pytest.raises(JobError, match="nothing says where results are"):
        check_drift(config, "churn")


def test_it_costs_nothing_to_import() -> None:
    """A scheduler reads its files over and over."""
    code = "import sys, watchkeeper.drift.airflow; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert not {"numpy", "pyarrow", "pandas", "evidently", "mlflow"} & set(done.stdout.split())
