"""On a Dask cluster the profile is the one that a single machine counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster
from drift.data import columns, save

from watchkeeper.drift import failures, partitions, sources
from watchkeeper.drift.jobs import Outcomes
from watchkeeper.drift.measuring import Columns, measure, measure_reference
from watchkeeper.drift.partitions import on_workers
from watchkeeper.drift.quality import measured
from watchkeeper.drift.sources import find, parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.data import Bench

    from watchkeeper.drift.sources import Source

pytestmark = pytest.mark.filterwarnings("ignore")  # of what Dask imports


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    """Two workers, each a process of its own."""
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as found:
        yield found


@pytest.fixture
def client(workers: LocalCluster) -> Iterator[Client]:
    """A client of it."""
    with Client(workers) as found:
        yield found


def days(folder: Path) -> Source:
    """Three files, of which one has several row groups, and one lacks a column."""
    folder.mkdir()
    table = pa.table({**columns(9000, seed=1), "said": np.ones(9000), "came": np.zeros(9000)})
    pq.write_table(table, folder / "0.parquet", row_group_size=1000)
    pq.write_table(table.slice(0, 500).drop(["color"]), folder / "1.parquet")
    pq.write_table(table.slice(0, 0), folder / "2.parquet")
    return find(str(folder))


@pytest.mark.parametrize("method", ["psi", "wasserstein"])
def test_counts_of_workers_are_the_whole(tmp_path: Path, client: Client, method: str) -> None:
    """Of the reference, of other data, and of predictions."""
    source = days(tmp_path / "days")
    spread = on_workers(client, rows=2000)
    reference = measure_reference(source, Columns(), method)
    elsewhere = measure_reference(source, Columns(), method, spread)
    assert elsewhere.bins == reference.bins
    here = measure(source, reference.bins, method, {})
    there = measure(source, reference.bins, method, {}, spread)
    assert there.rows == here.rows == 9500
    for name, counts in here.counts.items():
        found = there.counts[name]
        assert (found.rows, found.nulls, found.bins) == (counts.rows, counts.nulls, counts.bins)
        assert found.sums == pytest.approx(counts.sums)
    outcomes = Outcomes("regression", "said", "came")
    assert measured(source, outcomes, spread) == measured(source, outcomes)


def test_files_are_cut_at_row_groups(tmp_path: Path) -> None:
    """So that one large file keeps all workers busy; no row is there twice."""
    (first, _, empty) = days(tmp_path / "days").files
    cut = list(parts(first, 2500))
    assert [part.groups for part in cut] == [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
    with sources.opened(cut[1]) as table:
        assert table.rows == 3000
        assert sum(len(batch) for batch in table.batches("age")) == 3000
    assert [part.groups for part in parts(empty, 2500)] in ([()], [(0,)])


def test_the_command_counts_on_a_scheduler(
    bench: Bench, workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same result as without it."""
    monkeypatch.setattr(partitions, "on_workers", partial(on_workers, rows=500))
    window = ("--window-end", "2026-11-22T00:00:00Z")
    assert bench.run(*window) == 0
    alone = bench.result()
    assert bench.run(*window, "--dask", workers.scheduler_address) == 0
    assert bench.result()["columns"] == alone["columns"]


def test_what_fails_on_a_worker_is_told_here(bench: Bench, workers: LocalCluster) -> None:
    """As it would be without workers."""
    path = save(bench.folder / "current.parquet", columns(2000, seed=2))
    path.write_bytes(path.read_bytes()[:-3000])
    assert bench.run("--dask", workers.scheduler_address) == 2
    assert "current.parquet: " in bench.record()["error"]


def test_no_scheduler_is_told(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its address, after a bounded time."""
    monkeypatch.setattr(partitions, "PATIENCE", 1)
    assert bench.run("--dask", "tcp://127.0.0.1:1") == failures.TRY_AGAIN
    assert "tcp://127.0.0.1:1" in caplog.text
