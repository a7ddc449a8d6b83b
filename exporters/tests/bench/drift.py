"""What a drift run costs beside Evidently: CPU seconds and the highest memory of a whole process.

Each way compares 50 columns of numbers and 10 of categories by PSI, reference rows = current rows,
in a process of its own, start and imports included, and has to find the same columns. Evidently
needs 4 GiB and two minutes of CPU at a million rows; it is not run above that. Then: what importing
costs, and how often whole models without drift raise an alarm.

    .venv-exporters/bin/python exporters/tests/bench/drift.py [ROWS ...] [--quick] [--models N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

# In place of this file's own folder, in which it hides the package of the tests.
sys.path[0] = str(Path(__file__).parents[1])

from drift.fleet_of_noise import alarms, highest_rate  # noqa: E402 - found only now

NUMBERS, CATEGORIES, BLOCK, SIGMA = 50, 10, 250_000, 0.5
MOVED = 5  # columns of numbers that drift by half a sigma
EVIDENTLY_ROWS = 1_000_000
ROWS, QUICK = (5_000_000, 1_000_000), (100_000,)
MODELS, QUICK_MODELS = 300, 60
TURNS = 7
LIGHT = ("numpy, pyarrow", "watchkeeper.drift.monitor", "watchkeeper.drift.airflow")
HEAVY = "evidently"
SIZES = (
    (230, 230),
    (1000, 1000),
    (230, 5000),
    (5000, 230),
)  # of reference and current data, where chance rules
METHODS = ("psi", "jensenshannon", "hellinger", "kl_div", "wasserstein")
PLAIN = """
import sys, pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataDriftPreset
current, reference = map(pandas.read_parquet, sys.argv[1:])
numbers = [name for name in current if name.startswith("n")]
categories = [name for name in current if name.startswith("c")]
roles = DataDefinition(numerical_columns=numbers, categorical_columns=categories)
sets = [Dataset.from_pandas(each, data_definition=roles) for each in (current, reference)]
found = Report([DataDriftPreset(method="psi")], include_tests=True).run(*sets).dict()
print(sorted(t["metric_config"]["params"]["column"] for t in found["tests"]
             if t["id"] == "drift" and t["status"] == "FAIL"
             and "column" in t["metric_config"]["params"]))
"""


def block(random: np.random.Generator, rows: int, *, moved: bool) -> pa.Table:
    """Some rows."""
    columns = {}
    for number in range(NUMBERS):
        shift = SIGMA if moved and number < MOVED else 0.0
        columns[f"n{number:02}"] = pa.array(random.normal(shift, 1, rows))
    for number in range(CATEGORIES):
        levels = 3 + 3 * number
        codes = random.integers(0, levels, rows, dtype=np.int32)
        names = [f"level {level:02}" for level in range(levels)]
        columns[f"c{number:02}"] = pa.DictionaryArray.from_arrays(codes, names).cast(pa.string())
    return pa.table(columns)


def save(path: Path, rows: int, *, moved: bool) -> None:
    """A file of many blocks, never all in memory; they are alike, which no way can make use of."""
    random = np.random.default_rng(int(moved))
    each = block(random, min(rows, BLOCK), moved=moved)
    with pq.ParquetWriter(path, each.schema, compression="zstd") as writer:
        for start in range(0, rows, BLOCK):
            writer.write_table(each.slice(0, rows - start))


def cost(name: str, *command: str) -> tuple[float, str]:
    """Runs a command; prints and returns its CPU seconds, with what it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    seconds = usage.ru_utime + usage.ru_stime
    print(
        f"{name:32} {seconds:8.2f} CPU s {usage.ru_maxrss / 2**20:6.2f} GiB "
        f"{time.monotonic() - started:8.1f} s  exit {process.returncode}",
        flush=True,
    )
    return seconds, text


def drifted(text: str) -> str:
    """The columns that a run of ours found to have drifted."""
    columns = json.loads(text)["columns"]
    return str(sorted(name for name, each in columns.items() if each["drifted"]))


def runs(rows: int) -> None:
    """Prints a line for each way, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / "current.parquet", folder / "reference.parquet"]
        for path in files:
            # Elsewhere: the memory of this process would count as that of those it starts.
            subprocess.run([sys.executable, __file__, "--save", str(path), str(rows)], check=True)
        model = {"name": "bench", **{path.stem: str(path) for path in files}}
        config = folder / "drift.yaml"
        config.write_text(json.dumps({"version": 1, "models": [model]}), "utf-8")
        ours = (sys.executable, "-m", "watchkeeper.drift", "run", "--config", str(config))
        run = (*ours, "--model", "bench", "--results", str(folder / "results"))
        print(f"{rows} rows, {[path.stat().st_size >> 20 for path in files]} MiB")
        first, text = cost("first run, profiles the reference", *run)
        later, again = cost("later run, profile kept", *run)
        assert drifted(text) == drifted(again)
        print(f"drifted: {drifted(text)}")
        if rows <= EVIDENTLY_ROWS:
            theirs, said = cost("Evidently", sys.executable, "-c", PLAIN, *map(str, files))
            print(f"drifted: {said.strip()}, the same: {said.strip() == drifted(text)}")
            print(f"Evidently / ours: {theirs / first:.0f} first, {theirs / later:.0f} later")


def imports() -> None:
    """Prints what starting costs beyond Python, in turns, so that all meet the same other load."""
    modules = ("", *LIGHT)
    found: dict[str, list[float]] = {module: [] for module in modules}
    for _ in range(TURNS):
        for module in modules:
            found[module].append(started(module))
    bare = statistics.median(found[""])
    for module in LIGHT:
        seconds = statistics.median(found[module]) - bare
        print(f"import {module}: {seconds:.3f} CPU s beyond Python, the median of {TURNS}")
    print(f"import {HEAVY}: {started(HEAVY) - bare:.2f} CPU s beyond Python")


def started(module: str) -> float:
    """The CPU seconds of a process that imports a module and ends; byte code is kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = f"import {module}" if module else ""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, env=kept, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def noise(models: int) -> None:
    """Prints how many models without drift raise an alarm, and what rate that excludes."""
    for reference, current in SIZES:
        for method, hits in alarms(models, reference, current, METHODS).items():
            rate = highest_rate(hits, models)
            print(
                f"{reference} and {current} rows, {method}: {hits} false alarms of {models} "
                f"models; 95 % sure: below {100 * rate:.2f} %",
                flush=True,
            )


def main() -> None:
    """Runs what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", help=f"default: {ROWS}")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} rows, {QUICK_MODELS} models")
    parser.add_argument("--models", type=int, help=f"models without drift; default: {MODELS}")
    options = parser.parse_args()
    imports()
    for rows in options.rows or (QUICK if options.quick else ROWS):
        runs(rows)
    noise(options.models or (QUICK_MODELS if options.quick else MODELS))


if __name__ == "__main__" and sys.argv[1:2] == ["--save"]:
    target = Path(sys.argv[2])
    save(target, int(sys.argv[3]), moved=target.stem == "current")
elif __name__ == "__main__":
    main()
