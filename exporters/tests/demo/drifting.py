"""The drift runs over real data, and what is known of that data from elsewhere."""

from __future__ import annotations

import json
import math
import subprocess
import time
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq
from support.servers import python

from demo.data import CENSUS, FLIGHTS, MODELS
from demo.outcomes import of_outcomes
from demo.truth import Truth, exactly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demo.data import Model

DRIFTED = {FLIGHTS.name: ("air_time",), CENSUS.name: ()}
PLAIN = {FLIGHTS.name: "origin", CENSUS.name: "SEX"}  # of few values: PSI by hand is exact
SOURCES = {
    FLIGHTS.name: "July is no January: jet streams",
    CENSUS.name: "control: one year later",
}
ACCURATE, STEADY = 0.7, 0.1
SCHEDULE = "daily"
PATIENCE = 120  # seconds


def configure(server: str, folder: Path) -> Path:
    """The jobs, as the compiler writes them."""
    jobs = [
        {
            "name": model.name,
            "schedule": SCHEDULE,
            "model_version": "1",
            "reference": str(model.reference(folder)),
            "current": str(model.current(folder)),
            "columns": model.features,
            "outcomes": {
                "task": "classification",
                "label": model.label,
                "prediction": "prediction",
                "probability": "probability",
                "positive": 1,
            },
            "tests": [
                {"metric": "accuracy", "min": ACCURATE},
                {"metric": "drift_share", "max": STEADY},
            ],
        }
        for model in MODELS
    ]
    whole = {
        "version": 1,
        "results": str(folder / "results"),
        "mlflow": {"tracking_uri": server, "experiment": "drift"},
        "models": jobs,
    }
    path = folder / "drift.yaml"
    path.write_text(json.dumps(whole), "utf-8")
    return path


def run(server: str, folder: Path) -> Iterator[Truth]:
    """Runs all jobs, as a CronJob does; what Prometheus must say of them."""
    config = configure(server, folder)
    began = time.time()
    _judge("run", "--config", str(config), "--schedule", SCHEDULE)
    ended = time.time()
    query = 'mlflow_runs{experiment="drift",status="FINISHED"}'
    yield exactly(query, len(MODELS), "drift runs log their results")
    yield exactly("model_monitoring_results_readable", 1, "they are there")
    for model in MODELS:
        yield from _of_run(model, folder, began, ended)
        yield from _of_data(model, folder)
        yield from of_outcomes(model, folder, ACCURATE)
        yield from _of_tests(model)


def _judge(*arguments: str) -> None:
    command = python("watchkeeper.drift", *arguments)
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = process.communicate(timeout=PATIENCE)[1]
        finally:  # told to end, not killed: it has children of its own
            process.terminate()
    assert process.returncode == 0, said


def _of_run(model: Model, folder: Path, began: float, ended: float) -> Iterator[Truth]:
    inner = f'{{model_name="{model.name}"}}'
    for what in ("last_success", "last_run"):
        query = f"model_monitoring_{what}_timestamp_seconds{inner}"
        yield Truth(query, began, ended, "when it ran")
    end, query = model.current(folder).stat().st_mtime, "window_end_timestamp_seconds"
    yield Truth(f"model_monitoring_{query}{inner}", end - 1, end + 1, "when the data was written")
    yield exactly(f"model_monitoring_run_status{inner}", 1, "it ended well")
    yield exactly(f"model_monitoring_result_stale{inner}", 0, "it just ran")
    yield exactly(f"model_monitoring_columns_cut{inner}", 0, "fewer than the bound")
    query = f'model_monitoring_columns{{model_name="{model.name}",state="measured"}}'
    yield exactly(query, len(model.features), "features")
    query = f'model_monitoring_published{{model_name="{model.name}",target="mlflow"}}'
    yield exactly(query, 1, "the server is up")


def _of_data(model: Model, folder: Path) -> Iterator[Truth]:
    inner, drifted = f'model_name="{model.name}"', DRIFTED[model.name]
    source = SOURCES[model.name]
    detected = "model_data_drift_detected"
    yield exactly(f"count({detected}{{{inner}}})", len(model.features), "features")
    yield exactly(f"sum({detected}{{{inner}}})", len(drifted), source)
    for feature in drifted:
        yield exactly(f'{detected}{{{inner},feature="{feature}"}}', 1, source)
    share = len(drifted) / len(model.features)
    yield exactly(f"model_data_drift_share_ratio{{{inner}}}", share, source)
    yield exactly(f"model_monitoring_drift_detected{{{inner}}}", bool(drifted), source)
    yield exactly(f"max(model_data_drift_bound_score{{{inner}}})", 0.1, "its default")
    feature = PLAIN[model.name]
    score = index(model, folder, feature)
    query = f'model_data_drift_score{{{inner},feature="{feature}"}}'
    # The monitor smooths its shares a little.
    yield Truth(query, 0.99 * score, 1.01 * score, "reckoned from counts")
    now = pq.read_table(model.current(folder), columns=[model.features[0]])
    query = f'model_data_null_share_ratio{{{inner},feature="{model.features[0]}"}}'
    yield exactly(query, now[0].null_count / now.num_rows, "counted")
    yield exactly(f"sum(model_data_null_shift_detected{{{inner}}})", 0, source)


def _of_tests(model: Model) -> Iterator[Truth]:
    inner, drifted = f'model_name="{model.name}"', bool(DRIFTED[model.name])
    for status, count in (("passed", 2 - drifted), ("failed", drifted), ("not_measured", 0)):
        query = f'model_monitoring_tests{{{inner},status="{status}"}}'
        yield exactly(query, count, SOURCES[model.name])
    for test, failed in ((f"accuracy >= {ACCURATE}", 0), (f"drift_share <= {STEADY}", drifted)):
        query = f'model_monitoring_test_failed{{{inner},test="{test}"}}'
        yield exactly(query, failed, SOURCES[model.name])


def index(model: Model, folder: Path, feature: str) -> float:
    """The population stability index of a column of categories, from its counts."""
    shares = []
    for path in (model.reference(folder), model.current(folder)):
        column = pq.read_table(path, columns=[feature])[feature]
        counts = pc.value_counts(column).to_pylist()
        shares.append({each["values"]: each["counts"] / len(column) for each in counts})
    before, now = shares
    terms = ((now[key] - before[key]) * math.log(now[key] / before[key]) for key in before)
    return math.fsum(terms)
