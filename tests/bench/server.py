"""One Prometheus on a loopback port: started, read, stopped by its own process id."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import traffic

if TYPE_CHECKING:
    from pathlib import Path

SCRAPE = "15s"
READY = 120  # seconds to read the history and the rules
SAMPLE = re.compile(r"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$", re.MULTILINE)
GROUP = re.compile(r'rule_group="(?:[^"]*;)?([^";]*)"')
TICKS = os.sysconf("SC_CLK_TCK")
# Nothing but the rules may need CPU, so blocks are left as they are.
FLAGS = (
    "--storage.tsdb.retention.time=40d",
    "--storage.tsdb.min-block-duration=2h",
    "--storage.tsdb.max-block-duration=2h",
    "--log.level=warn",
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One moment of one process: wall time, CPU seconds so far, resident MB, its own counters.

    The counters are summed over groups; ``groups`` has duration, interval and rules of each.
    """

    at: float
    cpu: float
    rss: float
    counters: dict[str, float]
    groups: dict[str, dict[str, float]] = field(default_factory=dict)


class Prometheus:
    """A server for one set of rules, with a copy of the history in hard links."""

    def __init__(
        self, folder: Path, history: Path, exporter: int, interval: str, rules: list[Path]
    ) -> None:
        self.port, self.log = free_port(), folder / "log"
        folder.mkdir()
        subprocess.run(["cp", "-rl", str(history), str(folder / "data")], check=True)
        config = {
            "global": {"scrape_interval": SCRAPE, "evaluation_interval": interval},
            "rule_files": [str(path) for path in rules],
            "scrape_configs": [_scrape(exporter)],
        }
        (folder / "prometheus.yml").write_text(json.dumps(config), "utf-8")
        where = (
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address=127.0.0.1:{self.port}",
        )
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(["prometheus", *where, *FLAGS], stdout=log, stderr=log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the process, and waits until it is gone."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def get(self, path: str) -> str:
        """The body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def wait(self) -> None:
        """Waits until it is ready; raises ``SystemExit`` with its log if it never is."""
        end = time.monotonic() + READY
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if "is Ready" in self.get("/-/ready"):
                    return
            except OSError:
                pass
            time.sleep(0.5)
        raise SystemExit(f"prometheus is not ready:\n{self.log.read_text('utf-8')[-2000:]}")

    def query(self, text: str) -> list[dict[str, Any]]:
        """The samples of an instant query."""
        found = json.loads(self.get(f"/api/v1/query?query={quote(text)}"))
        return list(found["data"]["result"])

    def mark(self, *, first: bool) -> Mark:
        """Reads everything; the page of metrics, which costs CPU itself, outside of the window."""
        page = self.get("/metrics") if first else ""
        at, cpu, rss = time.time(), self._cpu(), self._rss()
        return Mark(at, cpu, rss, *_numbers(page or self.get("/metrics")))

    def _cpu(self) -> float:
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:  # noqa: PTH123
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _rss(self) -> float:
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().partition("VmRSS:")[2].split()[0]) / 1024


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scrape(port: int) -> dict[str, Any]:
    return {
        "job_name": traffic.JOB,
        "static_configs": [
            {"targets": [f"127.0.0.1:{port}"], "labels": {"instance": traffic.INSTANCE}}
        ],
    }


def _numbers(page: str) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Sums by metric, and for each rule group its own numbers."""
    sums: dict[str, float] = defaultdict(float)
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for metric, labels, value in SAMPLE.findall(page):
        sums[metric] += float(value)
        if metric.startswith("prometheus_rule_group_") and (found := GROUP.search(labels)):
            groups[found[1]][metric.removeprefix("prometheus_rule_group_")] = float(value)
    return dict(sums), dict(groups)
