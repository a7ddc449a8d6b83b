"""Results in the real MLflow: one run a window, whatever is run again, and none is needed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from drift.data import columns
from support.scrape import samples
from support.servers import free_port
from support.tracking import tracking

from watchkeeper.drift import cli
from watchkeeper.drift import tracking as logged
from watchkeeper.drift.exposition import page
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.data import Bench
    from support.tracking import Tracking

pytestmark = pytest.mark.filterwarnings("ignore")  # of what MLflow imports
FIRST, SECOND = "2026-11-21T00:00:00+00:00", "2026-11-22T00:00:00+00:00"
OUTCOMES = {"task": "classification", "label": "came", "prediction": "said"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracking]:
    """The real server."""
    folder = tmp_path_factory.mktemp("mlflow")
    with tracking(folder, f"sqlite:///{folder}/mlflow.db") as found:
        yield found


@pytest.fixture
def client(server: Tracking) -> Any:  # noqa: ANN401 - MLflow is imported late
    """MLflow's own client."""
    from mlflow import MlflowClient  # noqa: PLC0415 - it takes seconds to import

    return MlflowClient(server.url)


def run(bench: Bench, uri: str, experiment: str, window: str, **fields: object) -> int:
    """A run that is logged."""
    path = bench.job(**fields)
    content = json.loads(path.read_text("utf-8"))
    content["mlflow"] = {"tracking_uri": uri, "experiment": experiment}
    content["results"] = str(bench.folder / "results")
    path.write_text(json.dumps(content), "utf-8")
    return cli.main(["run", "--config", str(path), "--model", "churn", "--window-end", window])


def runs(client: Any, experiment: str) -> list[Any]:  # noqa: ANN401 - its library has no types
    """What an experiment holds, oldest window first."""
    found = client.get_experiment_by_name(experiment)
    each = client.search_runs([found.experiment_id])
    return sorted(each, key=lambda one: one.data.tags[logged.WINDOW])


def test_a_run_for_each_model_and_window(bench: Bench, server: Tracking, client: Any) -> None:  # noqa: ANN401 - its library has no types
    """With parameters, numbers, the result and the page; a rerun is the same run."""
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    for window in (FIRST, SECOND, FIRST):
        assert run(bench, server.url, "windows", window, report="always") == 1
    first, second = runs(client, "windows")
    assert first.info.run_name == "churn 2026-11-21T00:00:00Z"
    assert first.info.status == "FINISHED"
    assert first.data.params == {
        "model": "churn",
        "model_version": "unknown",
        "window_end": "2026-11-21T00:00:00Z",
        "reference": str(bench.folder / "reference.parquet"),
        "current": str(bench.folder / "current.parquet"),
        "method": "psi",
        "threshold": "by sample size",
        "share_max": "0",
    }
    result = bench.result()
    assert second.data.metrics["drift_share"] == result["share"] == 0.25
    assert second.data.metrics["drift_detected"] == 1
    assert second.data.metrics["score.age"] == pytest.approx(result["columns"]["age"]["score"])
    files = {each.path: each.file_size for each in client.list_artifacts(second.info.run_id)}
    assert set(files) == {"result.json", "report.html"}
    assert files["report.html"] > 1e5
    assert bench.record()["published"] == {"report": "", "mlflow": ""}


def test_a_rerun_with_late_labels_shows_the_later_numbers(
    bench: Bench,
    server: Tracking,
    client: Any,  # noqa: ANN401 - its library has no types
) -> None:
    """Also where they are lower ones."""
    for right in (0.9, 0.7):
        bench.labelled(right=right)
        run(bench, server.url, "late", FIRST, outcomes=OUTCOMES, exclude=["said", "chance"])
    (found,) = runs(client, "late")
    assert found.data.metrics["accuracy"] == pytest.approx(0.7, abs=0.03)


def test_another_threshold_is_another_run(bench: Bench, server: Tracking, client: Any) -> None:  # noqa: ANN401 - its library has no types
    """MLflow lets nobody change a parameter: the former run of the window is deleted."""
    run(bench, server.url, "changed", FIRST)
    (before,) = runs(client, "changed")
    run(bench, server.url, "changed", FIRST, threshold=0.5)
    (after,) = runs(client, "changed")
    assert after.info.run_id != before.info.run_id
    assert after.data.params["threshold"] == "0.5"
    assert client.get_run(before.info.run_id).info.lifecycle_stage == "deleted"


def test_any_column_name_is_taken(bench: Bench, server: Tracking, client: Any) -> None:  # noqa: ANN401 - its library has no types
    """Also of a wide model, which needs several requests."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only here

    wide = {f"c{number}": np.arange(300.0) for number in range(600)}
    wide |= {"../a$b (€)": np.arange(300.0)}
    for name in ("reference", "current"):
        pq.write_table(pa.table(wide), bench.folder / f"{name}.parquet")
    assert run(bench, server.url, "wide", FIRST) == 0
    (found,) = runs(client, "wide")
    assert len([name for name in found.data.metrics if name.startswith("score.")]) == 601
    assert "score.___a_b ___" in found.data.metrics


def test_without_the_server_the_verdict_stands(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That MLflow has nothing is logged and exported; the next run logs again."""
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    assert run(bench, f"http://127.0.0.1:{free_port()}", "dead", FIRST) == 0
    assert "churn: no mlflow: " in caplog.text
    assert bench.record()["status"] == "ok"
    found = samples(page(Shelf(store(bench.folder / "results"))).decode())
    assert found["model_monitoring_published{target=mlflow}"] == 0
    assert found["model_monitoring_run_status"] == 1


def test_where_mlflow_is_has_to_be_said(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the configuration or by MLflow's own variable: no run lands in a folder by itself."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    path = bench.job()
    content = {**json.loads(path.read_text("utf-8")), "mlflow": {}}
    path.write_text(json.dumps(content), "utf-8")
    folder = str(bench.folder / "results")
    assert cli.main(["run", "--config", str(path), "--model", "churn", "--results", folder]) == 0
    assert "MLFLOW_TRACKING_URI is not set" in bench.record()["published"]["mlflow"]
