"""What the README says is so: its programs run, and its first page ends in a scraped metric."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.servers import eventually, free_port, get, running

from watchkeeper.inference.families import FAMILIES, PROBLEM_KINDS

EXPORTERS = Path(__file__).parents[2]
README = (EXPORTERS / "README.md").read_text("utf-8")
PROMETHEUS = EXPORTERS.parent / ".tools/bin/prometheus"


def blocks(language: str) -> list[str]:
    """The code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_first_page_ends_in_a_scraped_metric(tmp_path: Path) -> None:
    """The first program shows the lines that are said, and Prometheus gets them as configured."""
    port, own = free_port(), free_port()
    (tmp_path / "model.py").write_text(blocks("python")[0].replace("8000", str(port)), "utf-8")
    config = blocks("yaml")[0]
    (tmp_path / "prometheus.yml").write_text(
        config.replace("8000", str(port)).replace("5s", "1s"), "utf-8"
    )
    command = (
        str(PROMETHEUS),
        f"--config.file={tmp_path}/prometheus.yml",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{own}",
    )
    said = {line.rsplit(" ", 1)[0] for line in blocks("text")[0].splitlines()}
    model = (sys.executable, str(tmp_path / "model.py"))
    url = f"http://127.0.0.1:{port}/metrics"
    with running(tmp_path / "log", *model, ready=url):
        found = eventually(
            lambda: {line.rsplit(" ", 1)[0] for line in get(url).splitlines()},
            lambda found: said <= found,
        )
        assert said <= found
        ready = f"http://127.0.0.1:{own}/-/ready"
        with running(tmp_path / "prometheus.log", *command, ready=ready):
            query = f"http://127.0.0.1:{own}/api/v1/query?query="
            query += "rate(model_prediction_requests_total%5B1m%5D)>0"
            result = eventually(lambda: json.loads(get(query))["data"]["result"], bool)
    assert [one["metric"]["model_name"] for one in result] == ["churn-classifier"]


@pytest.mark.parametrize("number", range(1, len(blocks("python"))))
def test_every_other_program_runs(number: int) -> None:
    """As it stands, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", blocks("python")[number]],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_each_metric_and_problem_is_explained() -> None:
    """By its name, in a table."""
    for name in (*(family.name for family in FAMILIES), *PROBLEM_KINDS):
        assert f"\n| `{name}` |" in README, name
