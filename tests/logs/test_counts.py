"""What a real Loki counts arrives in a real Prometheus, in the shape that alerts read."""

from __future__ import annotations

import json
import time
import urllib.parse
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from generator.emit import loki as emitter
from tests.logs import estate, servers
from tests.support.command import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROMETHEUS = ROOT / ".tools/bin/prometheus"
RECORDS = {each.record: each for pack in packs.discover() for each in pack.log_records}

pytestmark = [
    pytest.mark.skipif(not servers.LOKI, reason="LOKI_BIN names no binary of Loki: nothing counts"),
    pytest.mark.skipif(not PROMETHEUS.is_file(), reason="there is no .tools/bin/prometheus"),
]


def found(url: str, name: str) -> list[dict[str, str]]:
    """The labels of the series of a name."""
    query = urllib.parse.urlencode({"query": name})
    answer = json.loads(servers.text(f"{url}/api/v1/query?{query}"))
    return [each["metric"] for each in answer["data"]["result"]]


def test_counts_reach_prometheus(tmp_path: Path) -> None:
    """Each record becomes a series with the labels that its pack declares, and no more."""
    url = f"http://127.0.0.1:{servers.free_port()}"
    (tmp_path / "prometheus.yaml").write_text("global: {scrape_interval: 1h}\n", "utf-8")
    command = [
        str(PROMETHEUS),
        f"--config.file={tmp_path / 'prometheus.yaml'}",
        f"--storage.tsdb.path={tmp_path / 'tsdb'}",
        f"--web.listen-address={url.removeprefix('http://')}",
        "--web.enable-remote-write-receiver",
    ]
    log = tmp_path / "prometheus.log"
    with (
        servers.running(command, log) as process,
        servers.loki(tmp_path / "loki", f"{url}/api/v1/write") as loki,
    ):
        servers.wait(lambda: b"Ready" in servers.text(f"{url}/-/ready"), log, process)
        _rules(loki.rules / "counts")
        for each in RECORDS.values():
            loki.push("counts", each.counts, time.time())
        servers.wait(lambda: all(found(url, name) for name in RECORDS), tmp_path / "loki/loki.log")
        series = {name: found(url, name) for name in RECORDS}
    assert {each["model_name"] for each in series["model:load_errors:count5m"]} == set("abcde")
    declared = {metric.name: metric for pack in packs.discover() for metric in pack.metrics}
    for name, each in series.items():
        # The ruler's configuration, which is not ours here, adds the last two.
        labels = set(declared[name].labels) - {"cluster", "environment"}
        assert all(set(metric) - {"__name__"} == labels for metric in each)


def _rules(folder: Path) -> None:
    folder.mkdir()
    for rules in estate.rule_sets().values():
        for name, text in yaml.safe_load(emitter.config_map(rules))["data"].items():
            (folder / name).write_text(text.replace("interval: 1m", "interval: 1s"), "utf-8")
