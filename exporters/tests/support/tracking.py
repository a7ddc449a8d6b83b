"""The real MLflow server, the real PostgreSQL, and what users of MLflow do over REST."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.servers import free_port, healthy

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "/api/2.0/mlflow/"  # of paths that do not begin at the root
PATIENCE = 150  # seconds: the server imports for half a minute on a busy machine
QUIET = {
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
}


@dataclass(frozen=True)
class Tracking:
    """A tracking server, the URL of its store, and verbs of its REST interface."""

    url: str
    store: str
    workspace: str = ""

    def call(self, path: str, method: str = "POST", **body: object) -> Any:  # noqa: ANN401 - JSON
        """One request; raises an HTTPError for what the server refuses."""
        request = urllib.request.Request(  # noqa: S310 - our own loopback
            f"{self.url}{path if path.startswith('/') else PREFIX + path}",
            json.dumps(body).encode(),
            {
                "Content-Type": "application/json",
                **({"X-MLFLOW-WORKSPACE": self.workspace} if self.workspace else {}),
            },
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own loopback
            return json.load(answer)

    def experiment(self, name: str) -> str:
        """A new experiment's id."""
        return str(self.call("experiments/create", name=name)["experiment_id"])

    def run(self, experiment: str, status: str = "RUNNING", start: int = 1000, end: int = 0) -> str:
        """A new run's id; times are in ms, and a run without an end just gets its status."""
        run = self.call("runs/create", experiment_id=experiment, start_time=start)["run"]
        key = str(run["info"]["run_id"])
        if status != "RUNNING":
            self.update(key, status, end)
        return key

    def update(self, run: str, status: str, end: int = 0) -> None:
        """Sets a run's status, and its end if there is one."""
        self.call("runs/update", run_id=run, status=status, **({"end_time": end} if end else {}))

    def model(self, name: str, *runs: str) -> None:
        """A registered model with a version of each run."""
        self.call("registered-models/create", name=name)
        for run in runs:
            source = f"runs:/{run}/model"
            self.call("model-versions/create", name=name, source=source, run_id=run)

    def prompt(self, name: str) -> None:
        """A prompt, which MLflow keeps as a model with one version."""
        texts = {"mlflow.prompt.is_prompt": "true", "mlflow.prompt.text": "Hello"}
        tags = [{"key": key, "value": value} for key, value in texts.items()]
        self.call("registered-models/create", name=name, tags=tags)
        self.call("model-versions/create", name=name, source="prompt-template", tags=tags)

    def alias(self, model: str, alias: str, version: int) -> None:
        """Points an alias at a version."""
        self.call("registered-models/alias", name=model, alias=alias, version=str(version))


@contextmanager
def tracking(folder: Path, store: str, port: int = 0, *more: str) -> Iterator[Tracking]:
    """A server on a store, which it makes if there is none."""
    chosen = port or free_port()
    command = (sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--workers", "1")
    with (folder / "mlflow.log").open("wb") as said:
        process = subprocess.Popen(
            (*command, "--port", str(chosen), "--backend-store-uri", store, *more),
            cwd=folder,
            stdout=said,
            stderr=said,
            env={**os.environ, **QUIET},
        )
    try:
        _wait(process, f"http://127.0.0.1:{chosen}/health", folder / "mlflow.log")
        yield Tracking(f"http://127.0.0.1:{chosen}", store)
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            if healthy(url):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class Postgres:
    """A cluster in a folder of its own, which can be stopped and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self.process = subprocess.Popen(
            ("postgres", "-D", self.folder, "-p", str(self.port), "-h", "127.0.0.1", "-k", ""),
            stderr=subprocess.DEVNULL,
            **_unprivileged(),
        )
        ask = ("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port))
        end = time.monotonic() + PATIENCE
        while subprocess.run(ask, check=False).returncode:
            assert time.monotonic() < end
            time.sleep(0.1)

    def kill(self) -> None:
        """Kills it without a farewell."""
        if self.process:
            self.process.send_signal(3)  # SIGQUIT: at once, and its children with it
            self.process.wait(30)
            self.process = None


def has_postgres() -> bool:
    """Whether this machine can run one."""
    return all(map(shutil.which, ("postgres", "initdb", "pg_isready")))


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running cluster."""
    folder = Path(tempfile.mkdtemp(prefix="watchkeeper-pg-"))
    found = Postgres(folder, free_port())
    try:
        if "user" in _unprivileged():
            shutil.chown(folder, "postgres", "postgres")
        make = ("initdb", "-U", "postgres", "-A", "trust", "-N", "-D", str(folder))
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **_unprivileged())
        found.start()
        yield found
    finally:
        found.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    return {"user": pwd.getpwnam("postgres").pw_uid, "group": pwd.getpwnam("postgres").pw_gid}
