"""``watchkeeper import dashboard``: a board of Grafana becomes a spec that compiles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.compiler.dashboards.catalogue import Catalogue
from generator.compiler.takeover import taken
from generator.pipeline import build
from generator.pipeline.take_over import written
from generator.spec.exports import parse
from tests.boards import own, shipped
from tests.support import specs
from tests.support.command import CANNOT, CLEAN, FINDINGS, tree, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

    from generator.compiler.takeover import Taken

BOARD: dict[str, Any] = {
    "uid": "abcDEF_1",
    "title": 'Model serving {{x}} "prod"',
    "time": {"from": "now-24h", "to": "now"},
    "annotations": {"list": [{"builtIn": 1, "type": "dashboard"}, {"name": "Deploys"}]},
    "templating": {
        "list": [
            {"name": "datasource", "type": "datasource", "query": "prometheus"},
            {
                "name": "model",
                "type": "query",
                "multi": True,
                "query": {"query": 'label_values(model:identity{team="a"}, model_name)'},
            },
            {"name": "interval", "type": "interval", "current": {"value": "5m"}},
            {"name": "team", "type": "custom", "current": {"value": ["a", "b"]}},
        ]
    },
    "panels": [
        {"type": "row", "title": "Traffic", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}},
        {
            "type": "timeseries",
            "title": "Right",
            "gridPos": {"x": 12, "y": 1, "w": 12, "h": 8},
            "fieldConfig": {"defaults": {"unit": "furlongs"}, "overrides": [{"matcher": {}}]},
            "targets": [
                {
                    "refId": "A",
                    "expr": 'sum by (pod) (rate(ours_total{m=~"$model",t=~"$team"}[$interval]))',
                    "legendFormat": "{{pod}}",
                },
                {"refId": "B", "expr": "sum(", "hide": True},
            ],
        },
        {
            "type": "timeseries",
            "title": "Requests",
            "gridPos": {"x": 0, "y": 1, "w": 12, "h": 8},
            "fieldConfig": {
                "defaults": {
                    "unit": "reqps",
                    "thresholds": {"steps": [{"color": "green"}, {"color": "red", "value": 80}]},
                }
            },
            "targets": [
                {"refId": "A", "expr": "sum(model:requests:rate5m)\n  by (model_name)"},
            ],
        },
        {
            "type": "gauge",
            "title": "Free",
            "description": "Lowest.",
            "gridPos": {"x": 0, "y": 9, "w": 4, "h": 6},
            "fieldConfig": {
                "defaults": {
                    "unit": "percentunit",
                    "max": 1,
                    "thresholds": {"steps": [{"color": "red"}, {"color": "green", "value": 0.2}]},
                }
            },
            "targets": [{"refId": "A", "expr": "min(ours_free / ours_all)"}],
        },
        {"type": "text", "title": "Read me", "options": {"content": "x"}},
        {"type": "timeseries", "title": "Broken", "targets": [{"refId": "A", "expr": "sum("}]},
    ],
}
WANTED = """\
apiVersion: watchkeeper/v1
kind: Dashboard
metadata: {name: model-serving-x-prod}
spec:
  title: Model serving {{x}} "prod"
  uid: abcDEF_1
  since: 24h
  variables:
    - {name: model, series: 'model:identity', label: model_name}
  rows:
    - title: Traffic
      panels:
        - {signal: 'model:requests:rate5m', width: 12}
        - title: Right
          query: sum by (pod) (rate(ours_total{m=~"$model",t=~"a|b"}[$__rate_interval]))
          legend: '{{pod}}'
          description: From ours_total; write here what it shows and what is bad.
          unit: count
          width: 12
        - title: Free
          query: min(ours_free / ours_all)
          description: Lowest.
          unit: ratio
          kind: stat
          height: 6
          high: 1
          steps:
            - {color: bad}
            - {from: 0.2, color: good}
"""

CATALOGUE = Catalogue(shipped.context())


def take(board: dict[str, Any]) -> Taken:
    """What becomes of a board."""
    export, _ = parse(json.dumps(board).encode(), "board.json")
    assert export
    return taken(export, CATALOGUE)


def test_a_board_becomes_a_spec() -> None:
    """Rows, panels, queries, units and choices are there; a query of a signal is its name."""
    assert written(take(BOARD)) == WANTED


def test_what_is_lost_is_told() -> None:
    """One line for each thing that is not as it was: where, what, why."""
    assert take(BOARD).notes == (
        ("Read me", "left out: a spec has no panel like text"),
        ("Broken", "left out: unclosed left parenthesis"),
        ("Right", "query A: its window became $__rate_interval"),
        ("Right", "its unit furlongs is shown as a count"),
        ("Right", "its settings of single lines are left out"),
        ("Right", "it had no description: say what is bad"),
        ("Free", "a gauge becomes a number"),
        ("the board", "its variable model offers all values, not a part of them"),
        ("the board", "its variable interval offers no label's values: 5m stands for it"),
        ("the board", "its variable team offers no label's values: a|b stands for it"),
        ("the board", "its annotation Deploys is left out: a spec has none"),
    )


def test_what_was_taken_over_compiles(tmp_path: Path) -> None:
    """The command writes a file that `check` takes, and says what to run next."""
    specs.write(tmp_path, {f"spec/{name}": text for name, text in specs.BASE.items()})
    specs.write(tmp_path, {"board.json": json.dumps(BOARD)})
    done = watchkeeper(tmp_path, "import", "dashboard", "board.json")
    target = "spec/dashboards/model-serving-x-prod.yaml"
    assert (done.code, done.out) == (CLEAN, f"+ {target}\n")
    assert "  Read me: left out: a spec has no panel like text\n" in done.err
    assert done.err.endswith(f"now run: watchkeeper check --spec spec {target}\n")
    result = build(tmp_path / "spec", "spec")
    assert [each.code.id for each in result.diagnostics] == ["DASH533"] * 3
    assert own.body(result, "abcDEF_1")["time"]["from"] == "now-1d"
    again = watchkeeper(tmp_path, "import", "dashboard", "board.json")
    assert (again.code, again.out) == (CANNOT, "")
    assert f"{target} exists already" in again.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps({"uid": "a", "title": "b", "panels": [{"type": "text"}]}), FINDINGS),
        (json.dumps({"uid": "a", "title": "b", "panels": []}), FINDINGS),
        ("[]", CANNOT),
        ("{", CANNOT),
        ("", CANNOT),
        ('{"elements": {}}', CANNOT),
    ],
)
def test_what_cannot_be_taken_over(text: str, code: int, tmp_path: Path) -> None:
    """Nothing to carry and nothing to read end differently; neither writes a file."""
    specs.write(tmp_path, {"board.json": text})
    before = tree(tmp_path)
    done = watchkeeper(tmp_path, "import", "dashboard", "board.json")
    assert done.code == code
    assert done.said
    assert tree(tmp_path) == before


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It could not be read, which is no finding."""
    done = watchkeeper(tmp_path, "import", "dashboard", "none.json")
    assert done.code == CANNOT
    assert "none.json" in done.said


def test_our_own_boards_can_be_taken_over(tmp_path: Path) -> None:
    """The JSON of each board that we deliver becomes a spec without errors."""
    files = {**specs.BASE}
    files |= {f"{name}.yaml": specs.service(name) for name in shipped.context().services}
    for path, text in shipped.files().items():
        board = {**json.loads(text), "uid": None, "title": f"Copy of {json.loads(text)['title']}"}
        found = take(board)
        assert "shortest step" not in str(found.notes)
        files[path.replace("base/", "").replace(".json", ".yaml")] = written(found)
    result = build(specs.write(tmp_path / "spec", files), "spec")
    wrong = [f"{each.origin} {each.code.id} {each.message}" for each in result.diagnostics]
    assert wrong == []


def test_a_signal_s_own_panel_is_known_again() -> None:
    """What a board of names becomes in Grafana becomes those names again."""
    names = (
        "model:requests:rate5m",
        "model:error_ratio:rate5m",
        "model:latency_bucket:rate5m",
        "mlflow_http_request_duration_seconds",
        "up",
    )
    panels = [
        {
            "type": "timeseries",
            "title": name,
            "id": index,
            "targets": [
                {"refId": q.ref, "expr": q.expr} for q in _panel(name).queries if not q.limit
            ],
        }
        for index, name in enumerate(names)
    ]
    (row,) = take({**BOARD, "panels": panels}).document["spec"]["rows"]
    assert [each["signal"] for each in row["panels"]] == list(names)


def _panel(name: str) -> Any:  # noqa: ANN401 - a panel of the catalogue
    from generator.compiler.dashboards import panels  # noqa: PLC0415 - beside its only use
    from generator.spec import DashboardPanel  # noqa: PLC0415 - beside its only use

    catalogue = Catalogue(shipped.context())
    spec = DashboardPanel.model_validate(name)
    return panels.of_signal(spec, catalogue.named[name], catalogue)
