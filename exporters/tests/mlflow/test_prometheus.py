"""A real Prometheus scrapes the exporter: every family arrives, with the values of the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from support.reading import fresh
from support.servers import eventually, free_port, get, python, running
from support.tracer import client

from watchkeeper.mlflow.families import FAMILIES

if TYPE_CHECKING:
    from support.tracking import Tracking

PROMETHEUS = Path(__file__).parents[3] / ".tools/bin/prometheus"


def test_every_family_arrives(on_sqlite: Tracking, tmp_path: Path) -> None:
    """With a name that is hard to write, and no sample refused."""
    if not PROMETHEUS.exists():
        pytest.fail("there is no Prometheus: run .ci/tools prometheus")
    name = fresh('a "quoted" \\ name\nin two lines, ünd more')
    experiment = on_sqlite.experiment(name)
    on_sqlite.run(experiment, "FAILED", end=2000)
    run, model = on_sqlite.run(experiment), fresh("scraped")
    on_sqlite.call("runs/log-metric", run_id=run, key="f1", value=0.5, timestamp=1, step=1)
    on_sqlite.model(model, run)
    on_sqlite.alias(model, "champion", 1)
    client().trace(on_sqlite.url, fresh("genai"), "OK")
    target, url = f"127.0.0.1:{free_port()}", f"http://127.0.0.1:{free_port()}"
    jobs = [{"job_name": "mlflow", "static_configs": [{"targets": [target]}]}]
    config = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": jobs}
    (tmp_path / "prometheus.json").write_text(json.dumps(config), "utf-8")
    arguments = ("--listen", target, "--store", on_sqlite.store, "--metric", "f1")
    command = (
        str(PROMETHEUS),
        f"--config.file={tmp_path}/prometheus.json",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address={url.removeprefix('http://')}",
    )

    def ask(query: str) -> list[dict[str, dict[str, str]]]:
        found = json.loads(get(f"{url}/api/v1/query?query={quote(query)}"))["data"]["result"]
        return list(found)

    with (
        running(
            tmp_path / "log",
            *python("watchkeeper.mlflow", *arguments),
            ready=f"http://{target}/readyz",
        ),
        running(tmp_path / "prometheus.log", *command, ready=f"{url}/-/ready"),
    ):
        runs = 'mlflow_runs_finished_total{status="FAILED"} == 1'
        found = eventually(lambda: [one["metric"] for one in ask(runs)], bool)
        assert name in {labels["experiment"] for labels in found}
        for family in FAMILIES:
            series = f"{family.name}_count" if family.type == "histogram" else family.name
            assert ask(series), series
        # Equal series would be dropped without a word.
        (scraped,) = ask("scrape_samples_scraped")
        assert int(scraped["value"][1]) == len(ask('{job="mlflow",__name__=~"mlflow_.+"}'))
