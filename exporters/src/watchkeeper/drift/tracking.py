"""A result in MLflow: one run for each model and window end, which a rerun finds again.

Needs the extra `drift-mlflow`.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from watchkeeper.drift.config import Tracking
    from watchkeeper.drift.jobs import Job

MODEL, WINDOW, DRIFT = "watchkeeper.model", "watchkeeper.window_end", "watchkeeper.drift_detected"
# Seconds and times: a server that is gone must not hold a job for the minutes that are usual.
PATIENCE = {"MLFLOW_HTTP_REQUEST_TIMEOUT": "20", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2"}
SILENCE = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    # Standard output is JSON; MLflow would write the address of each run into it.
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
AT_ONCE = 1000  # metrics that MLflow takes in one request


def log_result(job: Job, result: Mapping[str, Any], html: str, tracking: Tracking) -> str:
    """Logs a result with its report, if there is one, and returns the id of its run."""
    client = _client(tracking)
    window = f"{datetime.fromtimestamp(result['window_end'], UTC):%Y-%m-%dT%H:%M:%SZ}"
    params = dict(_params(job, result, window))
    run = _run(client, _experiment(client, tracking.experiment), job.name, window, params)
    _log_metrics(client, run, result)
    client.set_tag(run, DRIFT, str(result["drift_detected"]).lower())
    client.log_text(run, json.dumps(result, indent=1, sort_keys=True), "result.json")
    if html:
        client.log_text(run, html, "report.html")
    client.set_terminated(run, "FINISHED")
    return run


def _client(tracking: Tracking) -> Any:  # noqa: ANN401 - MLflow is imported late
    os.environ.update(SILENCE)
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
    from mlflow import MlflowClient  # noqa: PLC0415 - it takes seconds to import

    uri = tracking.tracking_uri or os.environ.get("MLFLOW_TRACKING_URI")
    if not uri:
        raise ValueError("no tracking_uri is configured, and MLFLOW_TRACKING_URI is not set")
    return MlflowClient(uri)


def _experiment(client: Any, name: str) -> str:  # noqa: ANN401 - its library has no types
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    found = client.get_experiment_by_name(name)
    if found is None:
        try:
            return str(client.create_experiment(name))
        except MlflowException:  # another run was faster
            found = client.get_experiment_by_name(name)
            if found is None:
                raise
    return str(found.experiment_id)


def _run(client: Any, experiment: str, model: str, window: str, params: Mapping[str, str]) -> str:  # noqa: ANN401 - its library has no types
    wanted = f"tags.`{MODEL}` = '{model}' and tags.`{WINDOW}` = '{window}'"
    for found in client.search_runs([experiment], wanted):
        if found.data.params.items() <= params.items():
            _log_params(client, found.info.run_id, params)  # those it did not come to
            return str(found.info.run_id)
        # MLflow lets nobody change a parameter: what was judged otherwise is another run.
        client.delete_run(found.info.run_id)
    made = client.create_run(
        experiment, tags={MODEL: model, WINDOW: window}, run_name=f"{model} {window}"
    )
    _log_params(client, made.info.run_id, params)
    return str(made.info.run_id)


def _params(job: Job, result: Mapping[str, Any], window: str) -> Iterator[tuple[str, str]]:
    yield "model", job.name
    yield "model_version", job.model_version
    yield "window_end", window
    yield "reference", job.reference
    yield "current", job.current
    yield "method", job.method
    yield "threshold", "by sample size" if job.threshold is None else f"{job.threshold:g}"
    yield "share_max", f"{result['share_max']:g}"


def _log_params(client: Any, run: str, params: Mapping[str, str]) -> None:  # noqa: ANN401 - its library has no types
    from mlflow.entities import Param  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    client.log_batch(run, params=[Param(key, value) for key, value in params.items()])


def _log_metrics(client: Any, run: str, result: Mapping[str, Any]) -> None:  # noqa: ANN401 - its library has no types
    from mlflow.entities import Metric  # noqa: PLC0415 - imported where it is used: it is slow, or optional

    # Of two values of a metric MLflow shows the later one: a rerun's.
    at = int(result["finished_at"] * 1000)
    found = [Metric(name, value, at, 0) for name, value in metrics(result)]
    for start in range(0, len(found), AT_ONCE):
        client.log_batch(run, metrics=found[start : start + AT_ONCE])


def metrics(result: Mapping[str, Any]) -> Iterable[tuple[str, float]]:
    """The numbers of a result under names that MLflow takes."""
    found = {
        "drift_detected": float(result["drift_detected"]),
        "drift_share": float(result["share"]),
        "rows": float(result["rows"]),
        "tests_failed": float(sum(test["status"] != "passed" for test in result["tests"])),
    }
    for name, column in result["columns"].items():
        safe = re.sub(r"[^\w -]", "_", name)
        for what in ("score", "null_share"):
            if column[what] is not None:
                found[f"{what}.{safe}"] = float(column[what])
    quality = result["quality"] or {"metrics": {}, "estimated_accuracy": None}
    found |= {name: float(value) for name, value in quality["metrics"].items()}
    if quality["estimated_accuracy"] is not None:
        found["estimated_accuracy"] = float(quality["estimated_accuracy"])
    return found.items()
