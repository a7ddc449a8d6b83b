"""The real Evidently gives the verdict of the streamed profile, and its page shows the scores."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from drift.data import PATIENCE, columns, save
from support.scrape import samples

from watchkeeper.drift import report, sampling
from watchkeeper.drift.exposition import page
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.sources import find
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from pathlib import Path

    from drift.data import Bench

pytestmark = pytest.mark.filterwarnings("ignore")  # of what Evidently imports


def drifting(bench: Bench) -> None:
    """Two columns of six drift; another one is all null, one has infinite values."""
    moved = columns(2000, seed=3, shift=1)["age"]
    before = columns(5000, seed=1)
    more = {"empty": np.ones(5000), "odd": np.random.default_rng(1).normal(size=5000)}
    save(bench.folder / "reference.parquet", {**before, **more})
    odd = np.random.default_rng(2).normal(size=2000)
    odd[:3] = np.inf
    empty = pa.nulls(2000, pa.float64())
    bench.current(age=moved, color=pa.array(["black"] * 2000), empty=empty, odd=odd)


@pytest.mark.parametrize("method", ["psi", "wasserstein"])
def test_evidently_says_the_same(bench: Bench, method: str) -> None:
    """Column by column, with the scores and bounds that the streamed profile has."""
    drifting(bench)
    assert bench.run(method=method) == 1
    ours = {
        name: each
        for name, each in bench.result()["columns"].items()
        if each["state"] == "measured"
    }
    assert {name for name, each in ours.items() if each["drifted"]} == {"age", "color"}
    sets = [
        sampling.sample(find(str(bench.folder / f"{name}.parquet")), tuple(ours))
        for name in ("current", "reference")
    ]
    snapshot = report._snapshot("churn", ours, *sets)
    assert report.flags(snapshot) == {name: each["drifted"] for name, each in ours.items()}
    scores = {each["config"]["column"]: each for each in snapshot.dict()["metrics"]}
    for name, column in ours.items():
        assert scores[name]["value"] == column["score"]
        assert scores[name]["config"]["threshold"] == column["bound"]


def test_the_page_is_kept_beside_the_result(bench: Bench) -> None:
    """Where there is drift, or always; the page stands alone and names each column."""
    assert bench.run(report="drift") == 0
    assert not list(bench.place.glob("*.html"))
    assert bench.record()["published"] == {}
    drifting(bench)
    assert bench.run(report="drift") == 1
    html = max(bench.place.glob("*.html")).read_text("utf-8")
    assert all(name in html for name in ("age", "income", "color", "member", "odd"))
    assert "<script src=" not in html
    assert bench.record()["published"] == {"report": ""}


def test_a_contradiction_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should Evidently ever judge by itself, no page says another thing than the alert."""
    monkeypatch.setattr(report, "_found", lambda *_: (0.0, False))
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    assert bench.run(report="always") == 1
    said = bench.record()["published"]["report"]
    assert said == "Evidently contradicts the verdict on age"


def test_without_evidently_the_verdict_stands(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """That there is no page is logged and exported."""
    monkeypatch.setitem(sys.modules, "evidently", None)
    assert bench.run(report="always") == 0
    assert "churn: no report: " in caplog.text
    assert bench.result()["drift_detected"] is False
    found = samples(page(Shelf(store(bench.folder / "results"))).decode())
    assert found["model_monitoring_published{target=report}"] == 0
    assert found["model_monitoring_run_status"] == 1


WATCHED = """
import socket, sys
asked = []
def refuse(self, address): asked.append(address); raise OSError(address)
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *a, **k: asked.append(a) or refuse(None, a)
from watchkeeper.drift.cli import main
status = main(sys.argv[1:])
import os
assert "evidently" in sys.modules
assert os.environ["DO_NOT_TRACK"] == "1"
assert not asked, asked
sys.exit(status)
"""


def test_no_telemetry_leaves(bench: Bench) -> None:
    """The switch is set, and with everything imported and drawn nobody was looked up or called."""
    environment = {name: value for name, value in os.environ.items() if name != "DO_NOT_TRACK"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *bench.arguments(report="always")],
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert bench.record()["published"] == {"report": ""}


def test_the_sample_is_bounded_and_even(tmp_path: Path) -> None:
    """Rows at equal steps over all files, and the same rows of each column."""
    folder = tmp_path / "days"
    folder.mkdir()
    place = 0
    for file, rows in enumerate((70_000, 3, 50_000)):
        numbers = np.arange(place, place + rows)
        values: dict[str, Any] = {"x": numbers, "name": pa.array(numbers).cast(pa.string())}
        save(folder / f"{file}.parquet", values)
        place += rows
    found = sampling.sample(find(str(folder)), ("x", "name"), rows=1000)
    assert found["x"].tolist() == list(range(0, place, 121))
    assert found["name"].tolist() == [str(number) for number in range(0, place, 121)]
    assert len(found) <= 1000


def test_the_sample_keeps_holes(tmp_path: Path) -> None:
    """A file without a column, or with nulls in it, has none there; decimals are numbers."""
    folder = tmp_path / "days"
    folder.mkdir()
    decimals = pa.array([1, None, 3], pa.decimal128(5, 2))
    save(folder / "0.parquet", {"x": decimals, "flag": [True, None, False]})
    save(folder / "1.parquet", {"flag": pa.nulls(3)})
    found = sampling.sample(find(str(folder)), ("x", "flag"))
    assert found["x"].isna().tolist() == [False, True, False, True, True, True]
    assert found["flag"].fillna("-").tolist() == ["true", "-", "false", "-", "-", "-"]
