"""Small data sets, drawn from known distributions, and runs of the command over them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from watchkeeper.drift.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PATIENCE = 60  # seconds until a command that should end counts as hanging
COLORS = ("red", "green", "blue", "black")


def columns(rows: int, *, seed: int, shift: float = 0.0) -> dict[str, Any]:
    """Two columns of numbers and two of categories; ``shift`` moves `age` by that many sigmas."""
    random = np.random.default_rng(seed)
    return {
        "age": random.normal(40 + 10 * shift, 10, rows),
        "income": random.lognormal(8, 0.6, rows),
        "color": pa.array(random.choice(COLORS, rows, p=(0.4, 0.3, 0.2, 0.1))),
        "member": pa.array(random.random(rows) < 0.3),
    }


def save(path: Path, values: Mapping[str, Any]) -> Path:
    """A Parquet file of some columns."""
    pq.write_table(pa.table(dict(values)), path)
    return path


def result(end: float) -> dict[str, Any]:
    """The least that a result says."""
    return {
        "version": 1,
        "model_version": "1",
        "window_end": end,
        "finished_at": end,
        "max_age_seconds": 1e6,
        "drift_detected": False,
        "share": 0.0,
        "columns": {},
        "quality": None,
        "tests": [],
    }


@dataclass(frozen=True)
class Bench:
    """A folder with a reference, and jobs that compare other data with it."""

    folder: Path

    @property
    def place(self) -> Path:
        """Where the results of the model lie."""
        return self.folder / "results" / "churn"

    def job(self, **more: object) -> Path:
        """The file of one job; JSON is YAML."""
        one = {
            "name": "churn",
            "reference": str(self.folder / "reference.parquet"),
            "current": str(self.folder / "current.parquet"),
            **more,
        }
        path = self.folder / "drift.yaml"
        path.write_text(json.dumps({"version": 1, "models": [one]}), "utf-8")
        return path

    def arguments(self, *more: str, **fields: object) -> list[str]:
        """What follows the command's name."""
        config, results = str(self.job(**fields)), str(self.folder / "results")
        model = str(fields.get("name", "churn"))
        return ["run", "--config", config, "--model", model, "--results", results, *more]

    def run(self, *more: str, **fields: object) -> int:
        """The exit status of a run in this process."""
        return main(self.arguments(*more, **fields))

    def current(self, **changed: Any) -> None:  # noqa: ANN401 - arrays of any kind
        """Current data like the reference, but for some columns; None leaves one out."""
        values = {**columns(2000, seed=2), **changed}
        kept = {name: value for name, value in values.items() if value is not None}
        save(self.folder / "current.parquet", kept)

    def labelled(self, rows: int = 2000, *, right: float, late: float = 0.0) -> None:
        """Data with what a model said, of which a share came true, and a share is not known yet."""
        random = np.random.default_rng(5)
        said = random.integers(0, 2, rows)
        came = np.where(random.random(rows) < right, said, 1 - said).astype(float)
        came[random.random(rows) < late] = np.nan
        chance = np.where(said == 1, right, 1 - right)
        more = {"said": said, "came": pa.array(came, from_pandas=True), "chance": chance}
        save(self.folder / "current.parquet", {**columns(rows, seed=2), **more})
        whole = {name: np.resize(np.asarray(values), 5000) for name, values in more.items()}
        save(self.folder / "reference.parquet", {**columns(5000, seed=1), **whole})

    def start(self, *more: str, **fields: object) -> subprocess.Popen[str]:
        """A run in a process of its own."""
        command = [sys.executable, "-m", "watchkeeper.drift", *self.arguments(*more, **fields)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )

    def result(self) -> dict[str, Any]:
        """The newest result."""
        return dict(json.loads(max(self.place.glob("2*.json")).read_text("utf-8")))

    @property
    def record_file(self) -> Path:
        """Where it is said how the last run went."""
        return self.folder / "results" / "_runs" / "churn.json"

    def record(self) -> dict[str, Any]:
        """How the last run went."""
        return dict(json.loads(self.record_file.read_text("utf-8")))
