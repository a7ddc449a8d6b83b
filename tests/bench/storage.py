"""How many series a model has, and how many bytes a sample takes, for the forecast of volumes.

A real Prometheus scrapes pods of models and evaluates the generated rules, both every second: how
samples compress depends on how they differ, not on how far they are apart. What was scraped and
what was recorded is then written to blocks of its own, and their sizes are counted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import estate
import pods
import rules
from server import free_port

PODS = 2
EACH = 'count by (__name__, job, model_name) ({__name__!=""})'
KINDS = {
    "scraped": '{__name__!~".*:.*|ALERTS.*|up|scrape_.*"}',
    "recorded": '{__name__=~".*:.*",model_name!=""}',
}


def hurried(files: tuple[Path, ...]) -> dict[str, str]:
    """Makes every group run each second; gives the interval that each recording had."""
    found: dict[str, str] = {}
    for path in files:
        text = json.loads(path.read_text("utf-8"))
        for group in text["groups"]:
            found |= {
                each["record"]: group["interval"] for each in group["rules"] if "record" in each
            }
            group["interval"] = "1s"
        path.write_text(json.dumps(text), "utf-8")
    return found


def config(port: int, models: int, files: tuple[Path, ...]) -> dict[str, Any]:
    """Each pod is a target of its own, as in a cluster; one more has the checks."""
    target = [f"127.0.0.1:{port}"]
    labels = [
        {
            "__param_model": str(model),
            "__param_pod": str(pod),
            "instance": f"10.0.{model}.{pod}:8080",
            "pod": f"{estate.name(model)}-{pod}",
            "namespace": "ml",
        }
        for model in range(models)
        for pod in range(PODS)
    ]
    return {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(path) for path in files],
        "scrape_configs": [
            {
                "job_name": "pods",
                "static_configs": [{"targets": target, "labels": each} for each in labels],
            },
            {"job_name": "checks", "static_configs": [{"targets": target}]},
        ],
    }


def ask(port: int, method: str, path: str) -> Any:  # noqa: ANN401 - JSON
    """The data of one answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path)
        return json.loads(connection.getresponse().read())["data"]
    finally:
        connection.close()


def run(scratch: Path, given: dict[str, Any], seconds: int) -> tuple[list[dict[str, Any]], Path]:
    """The series at the end, and the folder of a snapshot."""
    port, file = free_port(), scratch / "prometheus.yml"
    file.write_text(json.dumps(given), "utf-8")
    where = (f"--config.file={file}", f"--storage.tsdb.path={scratch / 'data'}")
    flags = (f"--web.listen-address=127.0.0.1:{port}", "--web.enable-admin-api")
    with (scratch / "log").open("wb") as log:
        process = subprocess.Popen(["prometheus", *where, *flags], stdout=log, stderr=log)
    try:
        time.sleep(seconds)
        series = ask(port, "GET", f"/api/v1/query?query={quote(EACH)}")["result"]
        name = ask(port, "POST", "/api/v1/admin/tsdb/snapshot")["name"]
    finally:
        process.terminate()
        process.wait(60)
    snapshot = scratch / "data" / "snapshots" / name
    (snapshot / "wal").mkdir(exist_ok=True)  # promtool reads no folder without one
    return series, snapshot


def counted(series: list[dict[str, Any]], intervals: dict[str, str], models: int) -> Counter[str]:
    """Series of a model by where they come from; those of a pod for one pod."""
    found: Counter[str] = Counter()
    for each in series:
        labels, count = each["metric"], int(each["value"][1])
        name, job = labels["__name__"], labels.get("job", "")
        if ":" in name and labels.get("model_name"):
            found[f"recorded every {intervals[name]}"] += count
        elif job == "pods":
            found["scraped from a pod"] += count
        elif job == "checks" and "model_name" in labels:
            found["scraped from checks"] += count
    for kind in found:
        found[kind] //= models * (PODS if kind == "scraped from a pod" else 1)
    return found


def weighed(scratch: Path, snapshot: Path, kind: str) -> tuple[int, float]:
    """Samples of one kind, and the bytes of each in blocks that hold nothing else."""
    text, blocks = scratch / f"{kind}.om", scratch / kind
    dump = ["promtool", "tsdb", "dump-openmetrics", f"--match={KINDS[kind]}", str(snapshot)]
    with text.open("wb") as out:
        subprocess.run(dump, stdout=out, check=True)
    fill = ["promtool", "tsdb", "create-blocks-from", "--max-block-duration=24h", "--quiet"]
    subprocess.run(
        [*fill, "openmetrics", str(text), str(blocks)], stdout=subprocess.DEVNULL, check=True
    )
    metas = [json.loads(path.read_bytes()) for path in blocks.glob("*/meta.json")]
    samples = sum(meta["stats"]["numSamples"] for meta in metas)
    size = sum(path.stat().st_size for path in blocks.rglob("*") if path.is_file())
    return samples, size / samples


def main() -> None:
    """Measures once and prints what the forecast is made of."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument(
        "--seconds", type=int, default=420, help="how many samples each series gets"
    )
    given = parser.parse_args()
    os.environ["PATH"] = f"{rules.TOOLS}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        scratch = Path(folder)
        files = rules.fleet(scratch, given.models)
        intervals = hurried(files)
        with pods.serving(given.models, PODS) as port:
            wanted = config(port, given.models, files)
            series, snapshot = run(scratch, wanted, given.seconds)
        for kind, count in sorted(counted(series, intervals, given.models).items()):
            print(f"series of a model {kind}: {count}")
        for kind in KINDS:
            samples, size = weighed(scratch, snapshot, kind)
            print(f"{kind}: {size:.2f} bytes a sample, of {samples:,}")


if __name__ == "__main__":
    main()
