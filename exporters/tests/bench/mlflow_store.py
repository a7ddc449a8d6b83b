"""What a reading of an MLflow store costs, beside the loop that one would write by hand.

Fills a SQLite store of the real schema, checks that the counts are exact, and measures a reading
over SQL, over REST (all runs, then only what changed, over a whole sweep), the naive loop, a scrape
of 50,000 series, and how long a writer waits while the store is read in SQLite's default journal
mode. REST and the naive loop take minutes with many runs: they are measured up to --rest runs.

    .venv-exporters/bin/python exporters/tests/bench/mlflow_store.py [RUNS ...] [--rest RUNS]
    .venv-exporters/bin/python exporters/tests/bench/mlflow_store.py --quick
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from mlflow_page import scrapes, timed
from support.reading import Reading, of_store
from support.tracking import tracking

from watchkeeper.mlflow.api import Api, Login
from watchkeeper.mlflow.picture import Wanted
from watchkeeper.mlflow.rest import RestSource

EXPERIMENTS, MODELS = 200, 500
CYCLES = 10  # readings of a sweep
STATUSES = (
    ("FINISHED",) * 85 + ("FAILED",) * 8 + ("KILLED",) * 4 + ("RUNNING",) * 2 + ("SCHEDULED",)
)
STAGES = ("None", "Staging", "Production", "Archived")
STATUS_SQL = "CASE " + " ".join(
    f"WHEN i * 7919 % 100 < {STATUSES.index(status) + STATUSES.count(status)} THEN '{status}'"
    for status in dict.fromkeys(STATUSES)
)
RUNS_SQL = f"""
WITH RECURSIVE
  n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {{runs}}),
  new(i, status) AS (SELECT i, {STATUS_SQL} END FROM n)
INSERT INTO runs (
  run_uuid, name, status, start_time, end_time, lifecycle_stage, experiment_id, artifact_uri,
  source_type, user_id, source_version, source_name, entry_point_name
)
SELECT printf('%016x%016x', i * 2654435761 % 4294967296, i), 'run-' || i, status, 1700000000000 + i,
  CASE WHEN status NOT IN ('RUNNING', 'SCHEDULED') THEN 1700000000000 + i + i * 31 % 9000000 END,
  CASE WHEN i % 50 = 7 THEN 'deleted' ELSE 'active' END, 1 + i % {EXPERIMENTS}, '/x',
  'LOCAL', 'ann', '', 'train.py', ''
FROM new
"""  # noqa: S608 - constants of ours
WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
print(flush=True)
end = time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    started = time.perf_counter()
    connection.execute("UPDATE experiments SET last_update_time = 1 WHERE experiment_id = 1")
    print(time.perf_counter() - started)
    time.sleep(0.02)
"""


def fill(file: Path, runs: int, *, details: bool) -> None:
    """Experiments, runs and models; ``details`` adds what makes answers over REST long."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.executemany(
        "INSERT INTO experiments (experiment_id, name, lifecycle_stage, workspace,"
        " artifact_location, creation_time, last_update_time)"
        " VALUES (?, ?, 'active', 'default', '/x', 1, 1)",
        ((n, f"team/experiment-{n}") for n in range(1, EXPERIMENTS + 1)),
    )
    connection.execute(RUNS_SQL.format(runs=runs))
    if details:
        for table, columns, value in (
            ("latest_metrics", "value, timestamp, step, is_nan", "0.5, 1, 1, 0"),
            ("tags", "value", "'a value of a tag'"),
            ("params", "value", "'0.001'"),
        ):
            for key in range(4):
                connection.execute(
                    f"INSERT INTO {table} (run_uuid, key, {columns})"  # noqa: S608 - of ours
                    f" SELECT run_uuid, 'key_{key}', {value} FROM runs"
                )
    models(connection)
    connection.commit()
    connection.close()


def models(connection: sqlite3.Connection) -> None:
    """Registered models with five versions and an alias each."""
    names = [f"model-{n}" for n in range(MODELS)]
    connection.executemany(
        "INSERT INTO registered_models (name, creation_time, last_updated_time, workspace)"
        " VALUES (?, 1, 1, 'default')",
        ((name,) for name in names),
    )
    connection.executemany(
        "INSERT INTO model_versions (name, version, creation_time, last_updated_time,"
        " current_stage, status, workspace, source)"
        " VALUES (?, ?, 1, 1, 'None', 'READY', 'default', 'x')",
        ((name, version) for name in names for version in range(1, 6)),
    )
    connection.executemany(
        "INSERT INTO registered_model_aliases (alias, version, name, workspace)"
        " VALUES ('champion', 4, ?, 'default')",
        ((name,) for name in names),
    )


def truth(runs: int) -> Counter[str]:
    """The active runs by status, counted without a database."""
    return Counter(STATUSES[i * 7919 % 100] for i in range(runs) if i % 50 != 7)


def exact(page: dict[str, float], runs: int) -> str:
    """Whether a page says the truth."""
    found: Counter[str] = Counter()
    for key, count in page.items():
        if key.startswith("mlflow_runs{"):
            found[key.rpartition("=")[2][:-1]] += int(count)
    return "exact" if found == truth(runs) else f"WRONG: {dict(found)}, not {dict(truth(runs))}"


def naive(url: str) -> Counter[str]:
    """The loop by hand: a request for each experiment and status, and for each model and stage."""

    def ask(path: str, **body: object) -> Any:  # noqa: ANN401 - JSON
        request = urllib.request.Request(  # noqa: S310 - our own loopback
            f"{url}/api/2.0/mlflow/{path}",
            json.dumps(body).encode() if body else None,
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310 - our own loopback
            return json.load(answer)

    found: Counter[str] = Counter()
    for experiment in ask("experiments/search", max_results=1000)["experiments"]:
        ids = [experiment["experiment_id"]]
        for status in ("RUNNING", "FINISHED", "FAILED", "KILLED"):
            where = f"attributes.status = '{status}'"
            answer = ask("runs/search", experiment_ids=ids, filter=where, max_results=1000)
            found[status] += len(answer.get("runs", ()))
    for model in ask("registered-models/search?max_results=100")["registered_models"]:
        for stage in STAGES:
            ask("registered-models/get-latest-versions", name=model["name"], stages=[stage])
    return found


def waits(file: Path, read: Reading | None) -> str:
    """How long a writer waits in SQLite's default journal mode, with or without a reader."""
    command = (sys.executable, "-c", WRITER, str(file), "4")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        writer.stdout.readline()
        end = time.monotonic() + 3
        while read and time.monotonic() < end:
            read()
            time.sleep(0.2)
        took = sorted(float(line) * 1000 for line in writer.stdout.read().split())
    return f"median {statistics.median(took):.1f} ms, worst {took[-1]:.1f} ms of {len(took)}"


def over_rest(folder: Path, file: Path, runs: int, sql: float) -> None:
    """The same store through a real server."""
    with tracking(folder, f"sqlite:///{file}") as server:
        # As in operation: a sweep of 300 s in readings each 30 s, without the waiting.
        source = RestSource(Api(server.url, Login(), timeout=600), Wanted())
        read = Reading(source)
        timed("REST, all runs", read)
        took = []
        for n in range(CYCLES):
            source._read_at -= 300 / CYCLES
            took.append(timed(f"REST, what changed, {n + 1}/{CYCLES}", read))
        print(f"  {exact(read.page(), runs)}")
        found: list[Counter[str]] = []
        slow = timed("naive loop", lambda: found.append(naive(server.url)))
        seen, there = sum(found[0].values()), sum(truth(runs).values())
        print(f"  it saw {seen} of {there} runs, and took {slow / sql:.0f} times as long as SQL,")
        print(
            f"  {slow / statistics.mean(took):.0f} times as long as REST, what changed (mean of a "
            f"sweep), {slow / max(took):.0f} times as long as its slowest reading"
        )


def measure(runs: int, *, rest: bool) -> None:
    """One size."""
    print(f"{runs} runs")
    with tempfile.TemporaryDirectory() as name:
        folder, file = Path(name), Path(name, "mlflow.db")
        make = (sys.executable, "-m", "mlflow", "db", "upgrade", f"sqlite:///{file}")
        subprocess.run(make, check=True, capture_output=True)
        fill(file, runs, details=rest)
        for mode in ("wal", "delete"):
            sqlite3.connect(file).execute(f"PRAGMA journal_mode = {mode}")
            read = of_store(f"sqlite:///{file}", timeout=60)
            sql = min(timed(f"SQL, journal mode {mode}", read) for _ in range(3))
            print(f"  {exact(read.page(), runs)}")
        print(f"  a writer alone:   {waits(file, None)}")
        print(f"  a writer beside:  {waits(file, read)}")
        if rest:
            over_rest(folder, file, runs, sql)


def main() -> None:
    """All sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="*", type=int)
    parser.add_argument("--rest", type=int, default=20_000, help="measure REST up to so many runs")
    parser.add_argument("--quick", action="store_true", help="5,000 runs only")
    options = parser.parse_args()
    print("50,000 series")
    scrapes()
    for runs in options.runs or ([5_000] if options.quick else [20_000, 100_000, 1_000_000]):
        measure(runs, rest=runs <= options.rest)


if __name__ == "__main__":
    main()
