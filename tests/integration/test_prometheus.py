"""The shipped rules in a real Prometheus: every one is healthy, and the right alert fires.

Only time is shortened: groups are evaluated every second and ``for`` is two. Windows stay.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import yaml

from generator.pipeline.promtool import unpack
from tests.integration.exporter import serving
from tests.support.command import CLEAN, ROOT, tool, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 45  # seconds until a state that should come counts as missing
BAD, GOOD = "churn-classifier", ("credit-scoring", "product-tagger", "nobody-declared-me")
ALERT = "ModelAccuracyDegraded"


class Group(NamedTuple):
    """A rule group as Prometheus reports it."""

    name: str
    rules: list[dict[str, Any]]


def prepared(folder: Path) -> None:
    """The base and the prod overlay of the shipped specs as plain rule files, sped up."""
    done = watchkeeper(ROOT, "generate", "--out", str(folder / "generated"))
    assert done.code == CLEAN, done.said
    unpack(folder / "generated/base/rules", folder / "rules/base")
    unpack(folder / "generated/overlays/prod", folder / "rules/prod")
    for path in (folder / "rules").rglob("*.yaml"):
        found = yaml.safe_load(path.read_text("utf-8"))
        for group in found["groups"]:
            group["interval"] = "1s"
            for rule in group["rules"]:
                if "for" in rule:
                    rule["for"] = "2s"
        path.write_text(json.dumps(found), "utf-8")


def configured(folder: Path, target: int, own: int) -> Path:
    """A configuration that scrapes the exporter, and Prometheus itself."""
    jobs = {"models": target, "prometheus": own}
    found = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [f"{folder}/rules/base/*.yaml", f"{folder}/rules/prod/*.yaml"],
        "scrape_configs": [
            {"job_name": name, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]}
            for name, port in jobs.items()
        ],
    }
    path = folder / "prometheus.yml"
    path.write_text(json.dumps(found), "utf-8")
    return path


class Prometheus:
    """One that runs, and what it answers."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.process = process
        self.log = log

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """The data of one answer, or nothing while it does not answer yet."""
        assert self.process.poll() is None, self.log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{self.url}/api/v1/{path}", timeout=5) as answer:  # noqa: S310 - our own loopback
                return json.load(answer)["data"]
        except OSError:
            return None

    def groups(self) -> list[Group]:
        """All rule groups."""
        found = self.ask("rules") or {"groups": []}
        return [Group(each["name"], each["rules"]) for each in found["groups"]]

    def firing(self, alert: str) -> list[dict[str, Any]]:
        """What an alert fires for."""
        found = (self.ask("alerts") or {"alerts": []})["alerts"]
        return [
            each
            for each in found
            if each["labels"]["alertname"] == alert and each["state"] == "firing"
        ]

    def value(self, query: str) -> float | None:
        """The one value of an instant query."""
        found = self.ask(f"query?query={query}")
        return float(found["result"][0]["value"][1]) if found and found["result"] else None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def prometheus(folder: Path, target: int) -> Iterator[Prometheus]:
    """A Prometheus of our own, stopped by its own process."""
    port, log = free_port(), folder / "prometheus.log"
    config = configured(folder, target, port)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                tool("prometheus"),
                f"--config.file={config}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Prometheus(port, process, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def settled(found: Prometheus) -> bool:
    """Whether every rule was evaluated and the alert fires."""
    health = {rule["health"] for group in found.groups() for rule in group.rules}
    return bool(health) and "unknown" not in health and bool(found.firing(ALERT))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """A Prometheus that has evaluated every shipped rule, with one model below its floor."""
    folder = tmp_path_factory.mktemp("prometheus")
    prepared(folder)
    accuracy = {BAD: 0.42, **dict.fromkeys(GOOD, 0.97)}
    with serving(accuracy) as target, prometheus(folder, target) as found:
        end = time.monotonic() + PATIENCE
        while not settled(found) and time.monotonic() < end:
            time.sleep(0.5)
        yield found


def test_every_rule_is_there(running: Prometheus, tmp_path: Path) -> None:
    """What is unpacked is what Prometheus loaded, group by group."""
    prepared(tmp_path)
    wanted = {
        group["name"]: len(group["rules"])
        for path in (tmp_path / "rules").rglob("*.yaml")
        for group in json.loads(path.read_text("utf-8"))["groups"]
    }
    assert {group.name: len(group.rules) for group in running.groups()} == wanted


def test_every_rule_is_healthy(running: Prometheus) -> None:
    """No rule fails to evaluate on real series, of which most are not even there."""
    sick = [
        f"{group.name} {rule['name']}: {rule['health']} {rule.get('lastError', '')}"
        for group in running.groups()
        for rule in group.rules
        if rule["health"] != "ok"
    ]
    assert sick == []
    assert running.value("sum(prometheus_rule_evaluation_failures_total)") == 0


def test_the_bad_model_alone_fires(running: Prometheus) -> None:
    """One model is below its floor, and the alert says whose it is and how bad."""
    (found,) = running.firing(ALERT)
    assert found["labels"] == {
        "alertname": ALERT,
        "metric": "accuracy",
        "model_name": BAD,
        "severity": "page",
        "team": "ml-science",
        "tier": "1",
    }


def test_the_message_is_rendered(running: Prometheus) -> None:
    """No message of any alert that is active holds an unfilled or broken template."""
    (found,) = running.firing(ALERT)
    summary = found["annotations"]["summary"]
    assert BAD in summary
    assert "42%" in summary
    assert found["annotations"]["runbook_url"].endswith(f"/{ALERT}.md")
    for each in (running.ask("alerts") or {"alerts": []})["alerts"]:
        for text in each["annotations"].values():
            assert "<no value>" not in text, each
            assert "error expanding" not in text, each
