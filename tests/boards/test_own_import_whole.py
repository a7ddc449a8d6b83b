"""A board of Grafana with all that a spec says otherwise becomes one that compiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.pipeline.take_over import written
from tests.boards import own
from tests.boards.test_own_import import take

if TYPE_CHECKING:
    from pathlib import Path

COUNTS = "sum(increase(mlflow_http_request_duration_seconds_count[30m]))"
BUCKETS = "sum by (le) (rate(mlflow_http_request_duration_seconds_bucket[5m]))"
NUMBER: dict[str, Any] = {
    "type": "stat",
    "title": "Of $metrics",
    "links": [{"title": "More", "url": "https://example.org/$metrics"}],
    "fieldConfig": {
        "defaults": {
            "unit": "m",
            "min": 0,
            "max": 0,
            "thresholds": {"steps": [{"color": "red", "value": 5}, {"color": "#73BF69"}]},
        }
    },
    "targets": [
        {"refId": "A", "hide": True, "expr": 'sum(up{job="$metrics"})'},
        {"refId": "B", "expr": COUNTS, "legendFormat": "{{pod}} of $metrics"},
        {
            "refId": "C",
            "datasource": {"uid": "${DS_EXPRESSION}", "type": "__expr__"},
            "type": "math",
            "expression": "$A/$B",
        },
    ],
}
BOARD = own.export(
    __inputs=[{"name": "DS_EXPRESSION", "type": "datasource", "pluginId": "__expr__"}],
    __elements={"lib": {"model": own.panel(title="Of $metrics")}},
    time={"from": "now-0s"},
    templating={
        "list": [
            {"name": "metrics", "type": "query", "multi": True, "query": "label_values(up, job)"},
            {"name": "own_metrics", "type": "query", "query": "label_values(up, job)"},
        ]
    },
    panels=[
        {"type": "row", "title": "All", "repeat": "metrics", "panels": [own.PANEL]},
        {"type": "row", "title": "All", "panels": []},
        NUMBER,
        {"libraryPanel": {"uid": "lib"}, "id": 2},
        own.panel(type="heatmap", title="Times", targets=[{"refId": "A", "expr": BUCKETS}]),
        own.panel(type="table", title="Rows", targets=[{"refId": "A", "expr": "min(up) or ours"}]),
    ],
)
WANTED = f"""\
  rows:
    - title: All
      panels:
        - up
    - title: All (2)
      panels:
        - title: Of $own_metrics
          queries:
            - query: ({COUNTS.replace("30m", "$__rate_interval")}) * 60
              legend: ""
            - query: ((sum(up{{job=~"$own_metrics"}}))/({COUNTS.replace("30m", "$__rate_interval")})) * 60
              legend: ""
          description: From mlflow_http_request_duration_seconds_count, up; write here what it shows and what is bad.
          unit: seconds
"""  # noqa: E501 - as it is written


def test_whatever_a_board_has_it_compiles(tmp_path: Path) -> None:
    """Names that are taken, sums of Grafana's, colours out of order: `check` only warns."""
    text = written(take(BOARD))
    result = own.estate(tmp_path, taken=text)
    assert {each.code.id for each in result.diagnostics} <= {"DASH533"}
    assert own.body(result, "theirs")
    assert text[text.index("  rows:") :].startswith(WANTED)


def test_words_become_words_of_a_spec(tmp_path: Path) -> None:
    """Line breaks, marks that turn text around and names of no label do not get through."""
    choice = {"name": "1x", "type": "query", "query": "label_values(up, job)"}
    panel = own.panel(title="a\n\tb\u202ec", description="x\n" * 400)
    panel["targets"][0]["expr"] = 'max(up{job=~"$1x"})'
    board = own.export(title="T\n\u202e\x07", panels=[panel], templating={"list": [choice]})
    result = own.estate(tmp_path, taken=written(take(board)))
    assert own.found(result) == []
    assert own.body(result, "theirs")["panels"][1]["title"] == "a bc"
