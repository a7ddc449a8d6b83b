"""Boards that users write: a name of a signal is enough, and mistakes are found line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.compiler.dashboards.catalogue import Catalogue
from generator.pipeline import build
from tests.boards import own, shipped
from tests.support import specs
from tests.support.command import CLEAN, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

ONE = 'model_name="$model_name"'
CHOICE = "  variables: [{name: model_name, series: 'model:identity', many: false}]\n"


def test_a_name_says_everything(tmp_path: Path) -> None:
    """Title, words, unit, query and runbooks of a signal come from the catalogue."""
    result = own.estate(tmp_path, serving=own.written("model:error_ratio:rate5m"))
    panel = own.body(result, "own-serving")["panels"][1]
    assert panel["title"] == "Error ratio"
    assert panel["description"].startswith("Share of failed requests")
    assert panel["fieldConfig"]["defaults"]["unit"] == "percentunit"
    (query,) = panel["targets"]
    assert query["expr"] == "max by (model_name) (model:error_ratio:rate5m)"
    assert query["legendFormat"] == "{{model_name}}"
    links = [each["url"] for each in panel["links"]]
    assert "https://runbooks.example.org/HighPredictionErrorRate.md" in links


@pytest.mark.parametrize(
    ("panel", "wanted"),
    [
        ("model:requests:rate5m", ["sum by (model_name) (model:requests:rate5m)"]),
        (
            "{signal: mlflow_http_request_total, by: [status]}",
            ["sum by (status) (rate(mlflow_http_request_total[$__rate_interval]))"],
        ),
        (
            "{signal: up, by: [job], using: min, where: 'job=~\"m.*\"'}",
            ['min by (job) (up{job=~"m.*"})'],
        ),
        (
            "{signal: 'model:latency_bucket:rate5m', kind: heatmap}",
            ["sum by (le) (model:latency_bucket:rate5m)"],
        ),
        (
            "{signal: mlflow_http_request_duration_seconds, kind: heatmap}",
            ["sum by (le) (rate(mlflow_http_request_duration_seconds_bucket[$__rate_interval]))"],
        ),
        (
            "{signal: mlflow_http_request_duration_seconds, by: [job]}",
            [
                f"histogram_quantile({each}, sum by (job, le) "
                "(rate(mlflow_http_request_duration_seconds_bucket[$__rate_interval])))"
                for each in (0.5, 0.95, 0.99)
            ],
        ),
        ("{query: max(up), title: Up, unit: bool, description: Any.}", ["max(up)"]),
        ("{signal: up, by: [job], kind: table}", ["max by (job) (up)"]),
    ],
)
def test_how_a_signal_is_asked_for(panel: str, wanted: list[str], tmp_path: Path) -> None:
    """A counter is a rate, a histogram percentiles or buckets, anything else its value."""
    result = own.estate(tmp_path, serving=own.written(panel))
    assert own.found(result) == []
    assert own.queries(result, "own-serving") == [wanted]


def test_every_name_of_the_catalogue_makes_a_panel_without_a_fault(tmp_path: Path) -> None:
    """Whatever a pack declares can be named, alone and of one model."""
    catalogue = Catalogue(shipped.context())
    names = sorted(name for name, each in catalogue.named.items() if each.here)
    assert len(names) > 150
    rows = "".join(
        f"    - title: Part {part}\n      panels:\n"
        + "".join(f"        - {{signal: '{n}', title: '{n}', height: 2}}\n" for n in names[part::4])
        for part in range(4)
    )
    files = {
        f"{pack.name}.yaml": specs.service(pack.name)
        for pack in shipped.context().packs
        if pack.kind == "service"
    }
    text = f"{own.HEAD}spec:\n  title: All\n  rows:\n{rows}"
    spec = specs.write(tmp_path / "spec", {**specs.BASE, **files, "dashboards/all.yaml": text})
    result = build(spec, "spec")
    wrong = [f"{each.code.id} {each.message}" for each in result.diagnostics]
    assert [each for each in wrong if not each.startswith("DASH536")] == []


def test_one_model_has_its_bounds(tmp_path: Path) -> None:
    """With one model chosen the thresholds of its alerts are dashed lines."""
    panels = (
        "model:error_ratio:rate5m",
        f"{{signal: 'model:error_ratio:rate5m', title: One, where: '{ONE}'}}",
    )
    result = own.estate(tmp_path, serving=own.written(*panels, more=CHOICE))
    alone, bounded = own.queries(result, "own-serving")
    assert len(alone) == 1
    assert bounded[1:] == ['max(model:error_ratio:effective_max{model_name="$model_name"} < Inf)']


def test_a_board_of_ones_own_is_delivered_like_ours(tmp_path: Path) -> None:
    """It has a file, an object in its folder, and its line in the inventory."""
    more = "  folder: ML serving\n  uid: Serving_1\n"
    result = own.estate(tmp_path, serving=own.written("up", more=more))
    texts = {each.path: each.body for each in result.documents}
    assert (
        '"base/dashboards/Serving_1.json": ["spec/dashboards/serving.yaml:1"]'
        in (texts["inventory.json"])
    )
    kustomization = texts["base/kustomization.yaml"]
    assert "dashboards/Serving_1.json" in kustomization
    assert "grafana_folder: ML serving" in kustomization
    assert "name: watchkeeper-dashboard-serving-1-" in kustomization


def test_a_first_step_with_a_value_has_nothing_below(tmp_path: Path) -> None:
    """Grafana's first step reaches to the bottom, so one without a meaning is put under it."""
    text = own.written("{signal: up, steps: [{from: 1, color: bad}, {from: 2, color: good}]}")
    panel = own.body(own.estate(tmp_path, serving=text), "own-serving")["panels"][1]
    steps = panel["fieldConfig"]["defaults"]["thresholds"]["steps"]
    assert [(each["value"], each["color"]) for each in steps] == [
        (None, "text"),
        (1, "red"),
        (2, "green"),
    ]


def test_quotes_and_braces_stay_text(tmp_path: Path) -> None:
    """A title is what it says, whatever other languages read in it."""
    title = '{{ .Values }} "it\'s" $(x) ${y} <b> é'
    text = own.written("up").replace("title: Serving", f"title: {json.dumps(title)}")
    result = own.estate(tmp_path, serving=text)
    assert own.body(result, "own-serving")["title"] == title


def test_a_changed_board_compiles_the_base_again(tmp_path: Path) -> None:
    """The memory of the last run does not hold a board that is gone, new or different."""
    specs.write(tmp_path / "spec", {**specs.BASE, "m.yaml": specs.model("churn")})
    board, theirs = "spec/dashboards/a.yaml", "spec/dashboards/b.json"
    assert watchkeeper(tmp_path, "generate").code == CLEAN
    for path, text, wanted in (
        (board, own.written("up"), "+ generated/base/dashboards/own-serving.json"),
        (board, own.written("scrape_samples_scraped"), "~ generated/base/dashboards/own-serving"),
        (theirs, json.dumps(own.export()), "+ generated/base/dashboards/theirs.json"),
        (theirs, json.dumps(own.export(tags=["a"])), "~ generated/base/dashboards/theirs.json"),
    ):
        specs.write(tmp_path, {path: text})
        assert wanted in watchkeeper(tmp_path, "generate").out
        fresh = watchkeeper(tmp_path, "generate", "--check")
        assert fresh.code == CLEAN
    (tmp_path / theirs).unlink()
    assert "- generated/base/dashboards/theirs.json" in watchkeeper(tmp_path, "generate").out


def test_a_board_that_no_apply_could_bring_is_refused(tmp_path: Path) -> None:
    """A board of several hundred panels is told to be split."""
    names = [f"{{signal: up, title: Up {i}, height: 2}}" for i in range(400)]
    assert own.found(own.estate(tmp_path, serving=own.written(*names))) == [
        "DASH536 spec/dashboards/serving.yaml:1:1"
    ]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("model:requests:rate5m", "Requests"),
        ("model:slo_errors:rate1h", "SLO errors, 1h"),
        ("model:latency_seconds:p95", "Latency, p95"),
        ("model:error_budget:remaining_ratio", "Error budget, remaining"),
        ("gpu:temperature:celsius", "GPU temperature"),
        ("mlflow_http_request_total", "HTTP request"),
        ("up", "Up"),
    ],
)
def test_a_name_in_words(name: str, title: str) -> None:
    """A title is the name without what the unit, the window and the pack say anyway."""
    assert Catalogue(shipped.context()).named[name].title == title


def test_every_pack_has_names_to_offer() -> None:
    """The catalogue is made by looking: what a pack declares, a board can name."""
    named = Catalogue(shipped.context()).named
    for pack in packs.discover():
        assert {each.name for each in pack.metrics} <= named.keys()
        assert {each.record for each in pack.signals} <= named.keys()
