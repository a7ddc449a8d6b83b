"""What the objects say is run as it stands there, with the real programs and without a cluster.

A folder stands for each volume and a free port for the pod's; nothing else differs.
"""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from urllib.error import URLError

import pytest

from generator.packs.model_drift.jobs import MEASURED, OF_PROBABILITIES, TASKS
from generator.spec.model import OF_A_COLUMN, DriftMeasure, DriftMethod
from tests.support import specs
from tests.support.servers import free_port, running
from tests.workloads import estate
from tests.workloads.exporters import python

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60  # seconds until what should come counts as missing
DRIFT = "  drift: {volume: {}, claims: {features: /data}}\n"
OF = "reference: /data/{0}/reference.parquet, current: /data/{0}/current"
# Two models over the same reference: what one sees is from elsewhere, the other's is like it was.
MAKE_DATA = """
import pathlib, sys
import numpy, pyarrow, pyarrow.parquet
random = numpy.random.default_rng(7)
for model, shift in (("moved", 2.0), ("steady", 0.0)):
    folder = pathlib.Path(sys.argv[1], model)
    (folder / "current").mkdir(parents=True)
    for name, by in (("reference", 0.0), ("current/part", shift)):
        columns = {"age": random.normal(40 + by, 1, 4000), "kind": random.choice(list("ab"), 4000)}
        pyarrow.parquet.write_table(pyarrow.table(columns), folder / f"{name}.parquet")
"""
MAKE_STORE = """
import sys
import mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("churn")
with mlflow.start_run():
    mlflow.log_metric("accuracy", 0.9)
"""


def made(script: str, argument: str, folder: Path) -> None:
    """Something that only the exporters' own libraries can make."""
    subprocess.run(
        [python(), "-c", script, argument],
        check=True,
        cwd=folder,
        capture_output=True,
        timeout=120,
    )


def placed(words: str, places: dict[str, str]) -> str:
    """Text with the paths of the pod replaced by those of this machine."""
    for path, here in places.items():
        words = words.replace(path, here)
    return words


def command(pod: estate.Object, places: dict[str, str]) -> list[str]:
    """What the container starts, by the exporters' interpreter."""
    found = estate.container(pod)
    program, *words = (*found["command"], *found["args"])
    assert program == "python"
    return [python(), *(placed(word, places) for word in words)]


def variables(pod: estate.Object, **secrets: str) -> dict[str, str]:
    """What the container finds in its environment; each secret is given by its variable."""
    found = {}
    for each in estate.container(pod).get("env", ()):
        found[each["name"]] = each["value"] if "value" in each else secrets[each["name"]]
    return found


def answered(url: str) -> str:
    """What a server says, once it is there and well."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - our own loopback
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture
def drifting(tmp_path: Path) -> estate.Objects:
    """What runs in prod for two models, one of a schedule that is not today's."""
    return estate.running(
        estate.tree(
            tmp_path,
            platform=estate.platform(DRIFT),
            **{
                f"model_{name}": specs.model(name, f"  drift: {{{OF.format(name)}{more}}}\n")
                for name, more in (("moved", ""), ("steady", ""), ("later", ", schedule: hourly"))
            },
        )
    )


@pytest.fixture
def places(tmp_path: Path, drifting: estate.Objects) -> dict[str, str]:
    """Folders in place of the volumes: the lists as a projected volume holds them, and data."""
    config = tmp_path / "config"
    config.mkdir()
    found = {
        "/etc/watchkeeper/drift": str(config),
        "/results": str(tmp_path / "results"),
        "/data": str(tmp_path / "data"),
    }
    for (kind, _), each in drifting.items():
        for name, text in each["data"].items() if kind == "ConfigMap" else ():
            (config / name).write_text(placed(text, {"/data": found["/data"]}), "utf-8")
    made(MAKE_DATA, found["/data"], tmp_path)
    return found


def exported(found: estate.Objects, places: dict[str, str], log: Path) -> str:
    """What the exporter of the results shows, once its probes are good."""
    pod = estate.pods(found)["drift-exporter"]
    (port,) = (each["containerPort"] for each in estate.container(pod)["ports"])
    mine = free_port()
    with running(command(pod, {**places, str(port): str(mine)}), log):
        for probe in ("livenessProbe", "readinessProbe"):
            path = estate.container(pod)[probe]["httpGet"]["path"]
            assert answered(f"http://127.0.0.1:{mine}{path}") == "ok\n"
        return answered(f"http://127.0.0.1:{mine}/metrics")


def test_the_command_of_a_cron_job_judges_the_models_of_its_schedule(
    drifting: estate.Objects, places: dict[str, str], tmp_path: Path
) -> None:
    """Each model of the schedule has a verdict, drift is no failure, the exporter shows both."""
    pod = estate.pods(drifting)["drift-daily"]
    env = {**variables(pod), "JOB_COMPLETION_INDEX": "0"}
    done = subprocess.run(
        command(pod, places),
        cwd=tmp_path,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    verdicts = {
        each["model"]: each["drift_detected"] for each in map(json.loads, done.stdout.splitlines())
    }
    assert verdicts == {"moved": True, "steady": False}
    page = exported(drifting, places, tmp_path / "serve.log")
    assert 'model_data_drift_share_ratio{model_name="moved"} 0.5' in page
    assert 'model_data_drift_share_ratio{model_name="steady"} 0' in page


def test_a_model_without_data_ends_the_pod_with_the_status_that_is_not_tried_again(
    drifting: estate.Objects, places: dict[str, str], tmp_path: Path
) -> None:
    """The status that the job's policy calls hopeless is the one that the program ends with."""
    pod = estate.pods(drifting)["drift-hourly"]
    spec = drifting["CronJob", "watchkeeper-drift-hourly"]["spec"]["jobTemplate"]["spec"]
    done = subprocess.run(
        command(pod, places),
        cwd=tmp_path,
        env={**variables(pod), "JOB_COMPLETION_INDEX": "0"},
        capture_output=True,
        timeout=120,
        check=False,
    )
    rules = [each["onExitCodes"]["values"] for each in spec["podFailurePolicy"]["rules"][1:]]
    assert rules == [[done.returncode]]


@pytest.fixture
def exporter(tmp_path: Path) -> Iterator[tuple[str, estate.Object]]:
    """The exporter of MLflow over a real store; its address, and its pod."""
    service = specs.service("mlflow", "  exporter: {source: sql, secretRef: {name: s, key: u}}\n")
    objects = estate.running(
        estate.tree(tmp_path, platform=estate.platform(), services_mlflow=service)
    )
    pod = estate.pods(objects)["mlflow-exporter"]
    store = f"sqlite:///{tmp_path / 'mlflow.db'}"
    made(MAKE_STORE, store, tmp_path)
    (port,) = (each["containerPort"] for each in estate.container(pod)["ports"])
    mine = free_port()
    words = command(pod, {f"=:{port}": f"=127.0.0.1:{mine}"})
    env = variables(pod, WATCHKEEPER_MLFLOW_STORE=store)
    with running(words, tmp_path / "exporter.log", **env):
        yield f"http://127.0.0.1:{mine}", pod


def test_the_exporter_of_a_deployment_reads_a_real_store(
    exporter: tuple[str, estate.Object],
) -> None:
    """Its probes are good and its page is true, with the variables that its Secret would give."""
    address, pod = exporter
    for probe in ("livenessProbe", "readinessProbe"):
        assert answered(address + estate.container(pod)[probe]["httpGet"]["path"]) == "ok\n"
    page = answered(f"{address}/metrics")
    assert "mlflow_exporter_up 1" in page
    (line,) = (
        each for each in page.splitlines() if each.startswith("mlflow_runs{") and " 1" in each
    )
    assert 'experiment="churn"' in line


def test_the_monitor_understands_all_that_a_model_can_say(tmp_path: Path) -> None:
    """Every field of a list is one of the monitor's, with a value that makes sense to it."""
    model = specs.model("churn", estate.FULL, task="classification")
    objects = estate.running(
        estate.tree(tmp_path, platform=estate.platform(estate.RESULTS), model_churn=model)
    )
    (text,) = objects["ConfigMap", "watchkeeper-model-drift-models"]["data"].values()
    (tmp_path / "drift.yaml").write_text(text, "utf-8")
    made(
        "import sys; from watchkeeper.drift.config import load; load(sys.argv[1]).job('churn')",
        str(tmp_path / "drift.yaml"),
        tmp_path,
    )


def test_words_of_specs_are_those_of_the_monitor() -> None:
    """What a spec may say of drift is what the monitor knows, no more and no less."""
    script = (
        "import json; from watchkeeper.drift import distances, jobs; print(json.dumps("
        "[list(distances.METHODS), jobs.OF_A_COLUMN, jobs.OF_A_MODEL, jobs.OF_CLASSES, "
        "jobs.OF_NUMBERS, jobs.TASKS]))"
    )
    said = subprocess.run(
        [python(), "-c", script], check=True, capture_output=True, timeout=60, cwd=Path.cwd()
    ).stdout
    methods, of_a_column, of_a_model, of_classes, of_numbers, tasks = json.loads(said)
    assert sorted(get_args(DriftMethod)) == sorted(methods)
    assert list(OF_A_COLUMN) == of_a_column
    assert list(get_args(DriftMeasure)) == [*of_a_column, *of_a_model]
    assert {*MEASURED["classification"], *OF_PROBABILITIES} == set(of_classes)
    assert set(MEASURED["regression"]) == set(of_numbers)
    assert set(TASKS.values()) == set(tasks)
