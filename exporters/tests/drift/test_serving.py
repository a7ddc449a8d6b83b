"""What the exporter shows: the newest result while it is good, and always how old it is."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from support.scrape import samples
from support.servers import PATIENCE, free_port, get, python, running

from generator.packs.model_drift.metrics import METRICS as DRIFT
from generator.packs.model_quality.metrics import METRICS as QUALITY
from watchkeeper.drift import budget, families, records, results
from watchkeeper.drift.exposition import page
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from pathlib import Path

    from drift.data import Bench

NOW = 1_800_000_000.0
DAY = 86_400
CATALOGUE = {metric.name: metric for metric in (*DRIFT, *QUALITY)}
SCORE = "model_data_drift_score{feature=age}"
SUCCESS = "model_monitoring_last_success_timestamp_seconds"


def column(**more: object) -> dict[str, object]:
    """What a result says of a column."""
    measured = {"state": "measured", "score": 0.2, "bound": 0.1, "drifted": True}
    return {**measured, "null_share": 0.0, "null_shift": False, **more}


def result(end: float, **more: object) -> dict[str, Any]:
    """A result that was finished an hour after its window."""
    return {
        "version": 1,
        "window_end": end,
        "finished_at": end + 3600,
        "max_age_seconds": 2 * DAY,
        "drift_detected": True,
        "share": 1.0,
        "columns": {"age": column()},
        "model_version": "3",
        "quality": None,
        "tests": [],
        **more,
    }


def keep(folder: Path, end: float, **more: object) -> None:
    """Writes a result, and that its run went well."""
    place = place_in(folder)
    place.keep(result(end, **more))
    record = records.Run(place, end, end + 3600)
    record.begin()
    record.end(end + 3600, drift=True, published={"report": "", "mlflow": "refused"})


def place_in(folder: Path) -> results.Place:
    """What a folder holds of the model."""
    return results.Place(store(folder), "churn")


def scraped(folder: Path, now: float) -> dict[str, float]:
    """One scrape at a time."""
    return samples(page(Shelf(store(folder)), now).decode())


def test_the_newest_window_is_shown(tmp_path: Path) -> None:
    """Also where an older one was run again later."""
    keep(tmp_path, NOW - DAY)
    keep(tmp_path, NOW - 2 * DAY, columns={"age": column(score=9.0)}, finished_at=NOW)
    found = scraped(tmp_path, NOW)
    assert found[SCORE] == 0.2
    assert found[SUCCESS] == NOW - DAY + 3600
    assert found["model_monitoring_window_end_timestamp_seconds"] == NOW - DAY
    assert found["model_monitoring_run_status"] == 1
    assert found["model_monitoring_result_stale"] == 0


@pytest.mark.parametrize(
    "ages",
    [
        {"window_end": NOW - 3 * DAY},  # new runs over old data
        {"finished_at": NOW - 3 * DAY},
        {"finished_at": NOW + DAY},  # a clock that is wrong
    ],
)
def test_what_is_stale_is_not_shown(tmp_path: Path, ages: dict[str, float]) -> None:
    """Only that it is, and since when."""
    keep(tmp_path, NOW - DAY, **ages)
    found = scraped(tmp_path, NOW)
    assert not [name for name in found if name.startswith("model_data_")]
    assert found["model_monitoring_result_stale"] == 1
    assert found[SUCCESS] == ages.get("finished_at", NOW - DAY + 3600)


def test_a_failed_run_shows_beside_the_last_good_result(tmp_path: Path) -> None:
    """The result is as old as it is, the status is 0."""
    keep(tmp_path, NOW - DAY)
    records.Run(place_in(tmp_path), NOW, NOW + 1).fail(NOW, "no such file")
    found = scraped(tmp_path, NOW)
    assert found["model_monitoring_run_status"] == 0
    assert found[SUCCESS] == NOW - DAY + 3600
    assert found[SCORE] == 0.2


def test_a_run_that_was_killed_fails_at_its_deadline(tmp_path: Path) -> None:
    """Until then the status is that of the run before; for the next run it counts as failed."""
    keep(tmp_path, NOW - DAY)
    status = "model_monitoring_run_status"
    records.Run(place_in(tmp_path), NOW, NOW + 60).begin()
    assert scraped(tmp_path, NOW + 59)[status] == 1
    assert scraped(tmp_path, NOW + 61)[status] == 0
    records.Run(place_in(tmp_path), NOW + 70, NOW + 130).begin()
    assert scraped(tmp_path, NOW + 80)[status] == 0


def test_a_result_that_cannot_be_read_is_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An older one does not take its place, and the log says it once."""
    keep(tmp_path, NOW - 2 * DAY)
    keep(tmp_path, NOW - DAY)
    newest = tmp_path / "_newest" / "churn.json"
    shelf = Shelf(store(tmp_path))
    for bad in (
        "{",
        "[]",
        '{"version": 2}',
        '{"version": 1}',
        json.dumps(result(NOW) | {"columns": 3}),
    ):
        newest.write_text(bad, "utf-8")
        caplog.clear()
        for _ in range(2):
            found = samples(page(shelf, NOW).decode())
            assert found["model_monitoring_result_stale"] == 1
            assert SUCCESS not in found
            assert SCORE not in found
        assert len(caplog.records) == 1


def test_columns_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that drift come first, then those that are nearest to it; the rest is counted."""
    monkeypatch.setattr(budget, "OF_A_MODEL", 3)
    columns = {f"c{number}": column(score=number / 100, drifted=False) for number in range(9)}
    keep(tmp_path, NOW, columns={**columns, "gone": column(score=None, bound=None)})
    found = scraped(tmp_path, NOW + 3600)
    shown = {name for name in found if name.startswith("model_data_drift_detected{")}
    assert {name.split("=")[1] for name in shown} == {"c7}", "c8}", "gone}"}
    assert found["model_monitoring_columns_cut"] == 7
    assert found["model_monitoring_columns{state=measured}"] == 10


def test_strange_names_are_escaped(tmp_path: Path) -> None:
    """A column may be called anything."""
    name = 'a"b\\c\nd'
    keep(tmp_path, NOW, columns={name: column()})
    text = page(Shelf(store(tmp_path)), NOW + 3600).decode()
    found = {
        sample.labels.get("feature")
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert name in found


def test_no_folder_is_told(tmp_path: Path) -> None:
    """As the only sample there is."""
    found = scraped(tmp_path / "nowhere", NOW)
    assert found == {"model_monitoring_results_readable": 0}


def test_a_real_exporter_keeps_the_contract(bench: Bench, tmp_path: Path) -> None:
    """Every metric of the catalogue and no unknown one, with its type, labels and unit."""
    bench.labelled(right=0.9)
    outcomes = {"task": "classification", "label": "came", "prediction": "said"}
    outcomes |= {"probability": "chance", "positive": 1}
    assert bench.run(outcomes=outcomes, tests=[{"metric": "rows", "min": 1}]) == 0
    place = results.Place(store(bench.folder / "results"), "churn")
    records.Run(place, time.time(), time.time()).end(
        time.time(), drift=False, published={"mlflow": "refused"}
    )
    port = free_port()
    url, folder = f"http://127.0.0.1:{port}", str(bench.folder / "results")
    address = ("--results", folder, "--address", "127.0.0.1", "--port", str(port))
    command = python("watchkeeper.drift", "serve", *address)
    with running(tmp_path / "log", *command, ready=f"{url}/readyz") as process:
        text = get(f"{url}/metrics")
        assert get(f"{url}/healthz") == "ok\n"
        process.terminate()
        assert process.wait(PATIENCE) == 0
    scrape = {family.name: family for family in text_string_to_metric_families(text)}
    declared = {family.name: family for family in families.FAMILIES}
    assert set(scrape) == set(CATALOGUE) == set(declared)
    for name, expected in CATALOGUE.items():
        assert scrape[name].type == expected.type.value
        assert {frozenset(each.labels) for each in scrape[name].samples} == {
            frozenset(expected.labels)
        }
        assert declared[name].unit == expected.unit
        assert scrape[name].documentation == expected.help == declared[name].help
    assert samples(text)[SUCCESS] == pytest.approx(time.time(), abs=PATIENCE)


def test_the_monitor_imports_nothing_heavy() -> None:
    """Its module loads neither pandas nor evidently, and the exporter not even pyarrow."""
    for module, absent in (
        ("monitor", {"pandas", "evidently", "mlflow", "distributed", "scipy", "prometheus_client"}),
        # A run needs some of these sooner or later, but not before it knows what to do.
        ("monitor", {"pyarrow.compute", "pyarrow.parquet", "pyarrow.fs", "pyarrow.dataset", "ssl"}),
        ("monitor", {"yaml", "argparse", "http.server", "http.client", "urllib.request"}),
        ("cli", {"numpy", "pyarrow", "http.server", "http.client", "urllib.request"}),
        ("server", {"pandas", "numpy", "pyarrow", "evidently"}),
    ):
        code = f"import sys, watchkeeper.drift.{module}; print(*sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
        )
        assert not absent & set(done.stdout.split())
