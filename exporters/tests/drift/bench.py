"""What a drift run costs beside Evidently: CPU seconds and the highest memory of a whole process.

Each way compares 50 columns of numbers and 10 of categories by PSI, reference rows = current rows,
in a process of its own, start and imports included. Evidently is only run if an interpreter that
has it (and pandas below 3.1) is named; it needs 4 GiB at a million rows.

    .venv-exporters/bin/python exporters/tests/drift/bench.py [ROWS] [PYTHON_WITH_EVIDENTLY]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

NUMBERS, CATEGORIES, BLOCK, SIGMA = 50, 10, 250_000, 0.5
MOVED = 5  # columns of numbers that drift by half a sigma
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
print([t["metric_config"]["params"]["column"] for t in found["tests"]
       if t["id"] == "drift" and t["status"] == "FAIL"
       and "column" in t["metric_config"]["params"]])
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
    """A file of many blocks, never all in memory."""
    random = np.random.default_rng(int(moved))
    first = block(random, min(rows, BLOCK), moved=moved)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for start in range(BLOCK, rows, BLOCK):
            writer.write_table(block(random, min(BLOCK, rows - start), moved=moved))


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
    sys.stdout.write(
        f"{name:32} {seconds:8.1f} CPU s {usage.ru_maxrss / 2**20:6.2f} GiB "
        f"{time.monotonic() - started:8.1f} s  exit {process.returncode}\n"
    )
    sys.stdout.flush()
    return seconds, text


def drifted(text: str) -> list[str]:
    """The columns that a run of ours found to have drifted."""
    return [name for name, each in json.loads(text)["columns"].items() if each["drifted"]]


def main(rows: int, evidently: str | None) -> None:
    """Prints a line for each way, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / "current.parquet", folder / "reference.parquet"]
        for path in files:
            # Elsewhere: the memory of this process would count as that of those it starts.
            subprocess.run([sys.executable, __file__, "save", str(path), str(rows)], check=True)
        model = {"name": "bench", **{path.stem: str(path) for path in files}}
        jobs = folder / "jobs.json"
        jobs.write_text(json.dumps({"version": 1, "models": [model]}), "utf-8")
        ours = (sys.executable, "-m", "watchkeeper.drift", "run", "--jobs", str(jobs))
        run = (*ours, "--model", "bench", "--results", str(folder / "results"))
        sys.stdout.write(f"{rows} rows, {[path.stat().st_size >> 20 for path in files]} MiB\n")
        first, _ = cost("first run, profiles the reference", *run)
        later, text = cost("later run, profile kept", *run)
        sys.stdout.write(f"drifted: {drifted(text)}\n")
        if evidently:
            theirs, text = cost("Evidently", evidently, "-c", PLAIN, *map(str, files))
            sys.stdout.write(f"drifted: {text.strip()}\n")
            sys.stdout.write(f"Evidently / ours: {theirs / first:.0f} first, ")
            sys.stdout.write(f"{theirs / later:.0f} later\n")


if __name__ == "__main__" and sys.argv[1:2] == ["save"]:
    target = Path(sys.argv[2])
    save(target, int(sys.argv[3]), moved=target.stem == "current")
elif __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
        sys.argv[2] if len(sys.argv) > 2 else None,
    )
