"""Whatever happens, a run ends, says why, leaves the last result alone, and the next one works."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from drift.data import columns, result, save

from watchkeeper.drift import records, results, stores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drift.data import Bench


def nothing(path: Path) -> None:
    """Takes a file away."""
    path.unlink()


def half(path: Path) -> None:
    """Cuts a file in the middle."""
    os.truncate(path, path.stat().st_size // 2)


def bytes_of_nothing(path: Path) -> None:
    """Makes a file empty."""
    path.write_bytes(b"")


def no_rows(path: Path) -> None:
    """Leaves the schema only."""
    save(path, columns(0, seed=1))


def one_row(path: Path) -> None:
    """Leaves too little for any verdict."""
    save(path, columns(1, seed=1))


def other_schema(path: Path) -> None:
    """The data of something else."""
    save(path, {"pressure": np.ones(3000), "valve": np.ones(3000)})


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (nothing, "no such file"),
        (half, "current.parquet: "),
        (bytes_of_nothing, "current.parquet: "),
        (no_rows, "(0 rows, "),
        (one_row, "1 rows, 200 are needed"),
        (other_schema, "0 of 4 columns could be judged"),
    ],
)
def test_bad_data_is_no_verdict(
    bench: Bench, caplog: pytest.LogCaptureFixture, harm: Callable[[Path], None], said: str
) -> None:
    """It is told in the log and the record, the last result stays, and the next run is well."""
    assert bench.run("--window-end", "2026-11-22T00:00:00Z") == 0
    before = bench.result()
    harm(bench.folder / "current.parquet")
    assert bench.run("--window-end", "2026-11-23T00:00:00Z") == 2
    assert said in caplog.text
    assert said in bench.record()["error"]
    assert bench.record()["status"] == "failed"
    assert bench.result() == before
    bench.current()
    assert bench.run("--window-end", "2026-11-23T00:00:00Z") == 0
    assert bench.record()["status"] == "ok"


def test_half_of_the_columns_are_enough_for_a_verdict(bench: Bench) -> None:
    """And one fewer is not: then the data is that of something else."""
    texts = pa.array(["text"] * 2000)
    bench.current(age=texts, income=texts)
    assert bench.run() == 0
    bench.current(age=texts, income=texts, member=np.ones(2000))
    assert bench.run() == 2
    assert "1 of 4 columns could be judged, half must be" in bench.record()["error"]


def test_a_broken_page_costs_one_column(bench: Bench) -> None:
    """The rest of the file is judged."""
    path = bench.folder / "current.parquet"
    pq.write_table(
        pa.table(columns(2000, seed=2)), path, use_dictionary=False, write_page_checksum=True
    )
    chunk = pq.read_metadata(path).row_group(0).column(0)
    with path.open("r+b") as file:
        file.seek(chunk.data_page_offset + 200)
        file.write(b"\xff" * 2000)
    assert bench.run() == 0
    states = {name: each["state"] for name, each in bench.result()["columns"].items()}
    assert states == {
        "age": "unreadable",
        "income": "measured",
        "color": "measured",
        "member": "measured",
    }


def test_times_with_and_without_a_zone_do_not_mix(bench: Bench) -> None:
    """Nobody can tell which is later; nor can a window end in the future, or say no zone."""
    folder = bench.folder / "days"
    folder.mkdir()
    for day, type_ in enumerate((pa.timestamp("us", tz="UTC"), pa.timestamp("us"))):
        times = pa.array([1_700_000_000_000_000] * 1000, type_)
        save(folder / f"{day}.parquet", {**columns(1000, seed=day), "at": times})
    assert bench.run(current=str(folder), time_column="at") == 2
    assert "has a time zone in some files, in others none" in bench.record()["error"]
    assert bench.run("--window-end", "2999-01-01T00:00:00Z") == 2
    assert "future" in bench.record()["error"]
    with pytest.raises(SystemExit) as caught:
        bench.run("--window-end", "2026-11-22T00:00:00")
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"methd": "psi"}, "model churn: methd is no field, did you mean method?"),
        ({"method": "ks"}, "ks is no distance"),
        ({"method": "wassertein"}, "did you mean wasserstein?"),
        ({"share_max": 30}, "share_max 30 is no share from 0 to 1"),
        ({"threshold": 0}, "threshold 0 is no distance above 0"),
        ({"columns": "age"}, "columns must be a list of names"),
        ({"current": 5}, "current must be a text"),
        ({"name": "../churn"}, "a name is of letters"),
    ],
)
def test_a_job_that_makes_no_sense_is_refused(
    bench: Bench, caplog: pytest.LogCaptureFixture, fields: dict[str, object], said: str
) -> None:
    """Before anything is read or written."""
    assert bench.run(**fields) == 2
    assert said in caplog.text
    assert not bench.place.exists()


def test_two_runs_at_once_do_not_meet(bench: Bench) -> None:
    """The second one ends at once and leaves the record of the first alone."""
    store = stores.store(bench.folder / "results")
    with store.alone("churn"):
        records.Run(results.Place(store, "churn"), 1.0, 2.0).begin()
        before = bench.record()
        assert bench.run() == 2
        assert bench.record() == before
    assert bench.run() == 0


def test_a_newest_window_that_cannot_be_read_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that fails for a moment may hold a later one, which an older one would hide."""
    place = results.Place(stores.store(tmp_path), "churn")
    place.keep(result(2e9))

    def fail(*_: object) -> bytes:
        raise OSError("SlowDown")

    with monkeypatch.context() as patched:
        patched.setattr("watchkeeper.drift.stores.Folder.read", fail)
        with pytest.raises(OSError, match="SlowDown"):
            place.keep(result(1e9))
    newest = place.newest()
    assert newest
    assert newest["window_end"] == 2e9


def test_who_may_not_remove_has_a_verdict_all_the_same(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As an account of an object store that may only write."""

    def forbid(*_: object) -> None:
        raise PermissionError("AccessDenied")

    monkeypatch.setattr("watchkeeper.drift.results.KEPT", 1)
    monkeypatch.setattr("watchkeeper.drift.stores.Folder.remove", forbid)
    for day in ("21", "22"):
        assert bench.run("--window-end", f"2026-11-{day}T00:00:00Z") == 0
    assert "churn: old results stay: AccessDenied" in caplog.messages
    assert bench.record()["status"] == "ok"
