"""What the exporter leaves out, and why: what is too old, too much, or cannot be shown."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from drift.data import result
from prometheus_client.parser import text_string_to_metric_families

from watchkeeper.drift import budget, server
from watchkeeper.drift.exposition import page
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import Place
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_800_000_000.0
HOUR, DAY = 3600.0, 86_400.0
STALE = "model_monitoring_result_stale"
STATUS = "model_monitoring_run_status"
COLUMN = {
    "state": "measured",
    "score": 0.1,
    "bound": 0.2,
    "drifted": False,
    "null_share": 0.0,
    "null_shift": False,
}


def keep(folder: Path, model: str, **more: object) -> None:
    """Writes a result, and that its run went well."""
    place = Place(store(folder), model)
    place.keep({**result(NOW), **more})
    run = Run(place, NOW, NOW + HOUR)
    run.begin()
    run.end(NOW, drift=False, published={})


def samples(text: str) -> dict[str, float]:
    """The value of each series, of more models than one."""
    found = {}
    for family in text_string_to_metric_families(text):
        for each in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(each.labels.items()))
            found[f"{each.name}{{{labels}}}"] = each.value
    return found


def scraped(folder: Path, now: float = NOW) -> dict[str, float]:
    """One scrape at a time."""
    return samples(page(Shelf(store(folder)), now).decode())


def test_a_daily_model_is_seen_until_its_next_run(tmp_path: Path) -> None:
    """The age of the data when it was judged, and of the run now, are not added up."""
    ages = {"window_end": NOW - 2.5 * HOUR, "finished_at": NOW, "max_age_seconds": 26 * HOUR}
    keep(tmp_path, "daily", share=0.5, **ages)
    for later, stale in ((23.9 * HOUR, 0), (26.1 * HOUR, 1)):
        found = scraped(tmp_path, NOW + later)
        assert found[f"{STALE}{{model_name=daily}}"] == stale
        assert ("model_data_drift_share_ratio{model_name=daily}" in found) != stale
    keep(tmp_path, "dead", **{**ages, "window_end": NOW - 72 * HOUR})
    assert scraped(tmp_path, NOW + HOUR)[f"{STALE}{{model_name=dead}}"] == 1


def test_a_model_that_was_removed_is_forgotten(tmp_path: Path) -> None:
    """After a month, or ten times as long as its results are good for; a failing one never."""
    for model, good_for in (("daily", DAY), ("monthly", 31 * DAY), ("failing", DAY)):
        keep(tmp_path, model, max_age_seconds=good_for)
    Run(Place(store(tmp_path), "failing"), NOW + 30 * DAY, NOW).fail(NOW + 30 * DAY, "no file")
    there = [
        {
            model
            for model in ("daily", "monthly", "failing")
            if f"{STALE}{{model_name={model}}}" in found
        }
        for found in (scraped(tmp_path, NOW + days * DAY) for days in (29, 31, 311))
    ]
    assert there == [{"daily", "monthly", "failing"}, {"monthly", "failing"}, set()]


@pytest.mark.parametrize(
    ("place", "bad"),
    [
        ("_runs", {"published": {"\ud800": ""}}),
        ("_runs", {"started_at": float("nan")}),
        ("_runs", {"finished_at": 10**400}),
        ("_newest", {"model_version": "\ud800", "quality": {"metrics": {"accuracy": 1}}}),
        ("_newest", {"columns": {"\ud800": COLUMN}}),
        ("_newest", {"share": float("inf")}),
        ("_newest", {"share": 10**400}),
        ("_newest", {"columns": {"a": {**COLUMN, "bound": 1e-320, "score": 1e300}}, "tests": 3}),
    ],
)
def test_what_cannot_be_shown_costs_its_model(tmp_path: Path, place: str, bad: Any) -> None:  # noqa: ANN401 - JSON
    """Every other one is shown, and the metrics of this one say that something is wrong."""
    keep(tmp_path, "bad")
    keep(tmp_path, "good")
    path = tmp_path / place / "bad.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **bad}), "utf-8")
    found = scraped(tmp_path)
    assert found[f"{STALE}{{model_name=good}}"] == 0
    assert found[f"{STATUS}{{model_name=good}}"] == 1
    wrong = (STATUS, 0) if place == "_runs" else (STALE, 1)
    assert found[f"{wrong[0]}{{model_name=bad}}"] == wrong[1]


def test_all_series_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns without drift are cut first, of whatever model, and counted."""
    monkeypatch.setattr(budget, "SERIES", 3 * budget.OF_THE_REST + 4 * budget.OF_A_COLUMN)
    drifted = {**COLUMN, "drifted": True}
    for model, each in (("a", COLUMN), ("b", drifted), ("c", {**COLUMN, "score": 0.15})):
        keep(tmp_path, model, columns={f"{number}": each for number in range(3)})
    found = scraped(tmp_path)
    cut = [found[f"model_monitoring_columns_cut{{model_name={model}}}"] for model in "abc"]
    assert cut == [3, 0, 2]
    assert sum(name.startswith("model_data_drift_score{") for name in found) == 4
    assert found["model_monitoring_columns{model_name=a,state=measured}"] == 3


def test_a_page_is_written_once_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A result, or what time alone makes of it."""
    keep(tmp_path, "a")
    times: list[float] = []
    written = server.written

    def counted(*given: Any) -> bytes:  # noqa: ANN401 - passes all through
        times.append(clock[0])
        return written(*given)

    clock = [NOW]
    monkeypatch.setattr(server, "written", counted)
    monkeypatch.setattr(server.time, "time", lambda: clock[0])
    site = server.Results(Shelf(store(tmp_path)))
    for later in (0, 60, 120):
        clock[0] = NOW + later
        plain = site.page(packed=False)
        assert gzip.decompress(site.page(packed=True)) == plain
    assert times == [NOW]
    keep(tmp_path, "a", share=0.5)
    assert b'share_ratio{model_name="a"} 0.5' in site.page(packed=False)
    clock[0] = NOW + 1e6 + 1
    assert samples(site.page(packed=False).decode())[f"{STALE}{{model_name=a}}"] == 1
    assert len(times) == 3
