"""The processes of the demo: each on a free port of the loopback, each ended by its own handle."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import yaml
from support.servers import eventually, free_port, get, python, running
from support.tracking import tracking

from demo.data import CENSUS, FLIGHTS

if TYPE_CHECKING:
    from contextlib import ExitStack

    from support.tracking import Tracking

ROOT = Path(__file__).parents[3]
EVERY = "5s"  # a minute in a cluster; nobody wants to wait for that here


@dataclass(frozen=True)
class Stack:
    """What runs."""

    tracking: Tracking
    prometheus: str
    ports: dict[str, int]  # by the name of the scraped job
    rules: int

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """What Prometheus answers."""
        return json.loads(get(f"{self.prometheus}/api/v1/{path}"))["data"]

    def values(self, query: str) -> list[float]:
        """The values of a query."""
        found = self.ask(f"query?query={quote(query)}")["result"]
        return [float(each["value"][1]) for each in found]


def start(until: ExitStack, folder: Path) -> Stack:
    """Starts everything; it ends with the context."""
    ports = {name: free_port() for name in (FLIGHTS.name, CENSUS.name, "mlflow", "drift")}
    rules = write_rules(folder)
    server = until.enter_context(tracking(folder, f"sqlite:///{folder}/mlflow.db"))
    commands = {
        FLIGHTS.name: python("demo.serve_flights", str(ports[FLIGHTS.name]), str(folder)),
        CENSUS.name: python("demo.serve_census", str(ports[CENSUS.name]), str(folder)),
        "mlflow": python("watchkeeper.mlflow", *_of_mlflow(ports["mlflow"], server)),
        "drift": python("watchkeeper.drift", *_of_drift(ports["drift"], folder)),
    }
    for name, command in commands.items():
        ready = f"http://127.0.0.1:{ports[name]}/metrics"
        until.enter_context(running(folder / f"{name}.log", *command, ready=ready))
    stack = Stack(server, _prometheus(until, folder, ports), ports, rules)
    # A rate is the growth between scrapes: what happens before the first one is lost to it.
    eventually(lambda: stack.values("up"), lambda found: found == [1] * len(ports))
    return stack


def _of_mlflow(port: int, server: Tracking) -> tuple[str, ...]:
    options = ("--interval", "2", "--metric", "accuracy")
    return ("--listen", f"127.0.0.1:{port}", "--store", server.store, *options)


def _of_drift(port: int, folder: Path) -> tuple[str, ...]:
    where = ("--address", "127.0.0.1", "--port", str(port))
    return ("serve", "--results", str(folder / "results"), *where)


def write_rules(folder: Path) -> int:
    """Compiles this repository's spec with the two models of the demo; how many rules that is."""
    models = ROOT / "exporters/tests/demo/models"
    shutil.copytree(ROOT / "spec", folder / "spec")
    shutil.copytree(models, folder / "spec/models", dirs_exist_ok=True)
    _output(folder, ".venv/bin/watchkeeper", "generate")
    built = _output(folder, ".tools/bin/kustomize", "build", "generated/overlays/dev")
    found = [each for each in yaml.safe_load_all(built) if each["kind"] == "PrometheusRule"]
    groups = [{**group, "interval": EVERY} for each in found for group in each["spec"]["groups"]]
    (folder / "rules.yaml").write_text(json.dumps({"groups": groups}), "utf-8")
    return sum(len(group["rules"]) for group in groups)


def _output(folder: Path, program: str, *arguments: str) -> str:
    command = (str(ROOT / program), *arguments)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{program}: {done.stderr}"
    return done.stdout


def _prometheus(until: ExitStack, folder: Path, ports: dict[str, int]) -> str:
    jobs = [
        {"job_name": name, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
        for name, port in ports.items()
    ]
    config = {
        "global": {"scrape_interval": "2s", "scrape_timeout": "2s"},
        "rule_files": ["rules.yaml"],
        "scrape_configs": jobs,
    }
    (folder / "prometheus.json").write_text(json.dumps(config), "utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = (
        str(ROOT / ".tools/bin/prometheus"),
        f"--config.file={folder}/prometheus.json",
        f"--storage.tsdb.path={folder}/prometheus",
        f"--web.listen-address={address}",
    )
    log, ready = folder / "prometheus.log", f"http://{address}/-/ready"
    until.enter_context(running(log, *command, ready=ready))
    return f"http://{address}"
