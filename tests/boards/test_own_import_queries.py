"""What ``watchkeeper import dashboard`` makes of queries, variables and shared exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.pipeline.take_over import written
from tests.boards import own
from tests.boards.test_own_import import take
from tests.support import specs
from tests.support.command import CANNOT, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

JOB = {"name": "job", "type": "query", "multi": True, "query": "label_values(up, job)"}
MATHS = {"type": "__expr__", "uid": "__expr__"}


def asked(*targets: dict[str, Any], **board: Any) -> tuple[list[Any], list[str]]:  # noqa: ANN401 - the fields of a board
    """The panels that queries become, and what is told; the kind is that of ``kind``."""
    panel = own.panel(
        type=board.pop("kind", "timeseries"),
        description="Ours.",
        targets=[{"refId": "ABC"[index], **each} for index, each in enumerate(targets)],
    )
    found = take(own.export(panels=[panel], **board))
    rows = found.document["spec"]["rows"] if found.document else []
    return [each for row in rows for each in row["panels"]], [note for _, note in found.notes]


def query(expr: str, *variables: dict[str, Any], kind: str = "timeseries") -> tuple[str, list[str]]:
    """What one query becomes, and what is told of it."""
    (made,), notes = asked({"expr": expr}, kind=kind, templating={"list": [*variables]})
    return made["query"], notes


@pytest.mark.parametrize("name", ["metrics", "logs", "traces", "__mine"])
def test_a_name_that_is_taken(name: str, tmp_path: Path) -> None:
    """A variable that would hide a data source or one of Grafana's own gets another name."""
    choice = {**JOB, "name": name, "multi": False}
    panel = own.panel(title=f"Of ${{{name}}}", description=f"[[{name}]]")
    panel["targets"][0] |= {"expr": f'max(ours{{job=~"${name}"}})', "legendFormat": f"${name} a"}
    found = take(own.export(panels=[panel], templating={"list": [choice]}))
    new = f"own_{name.strip('_')}"
    assert ("the board", f"its variable {name} is called {new}, as {name} is taken") in found.notes
    (row,) = found.document["spec"]["rows"]
    made = row["panels"][0]
    assert (made["title"], made["description"]) == (f"Of ${{{new}}}", f"${{{new}}}")
    assert (made["query"], made["legend"]) == (f'max(ours{{job=~"${new}"}})', f"${new} a")
    result = own.estate(tmp_path, taken=written(found))
    assert own.found(result) == ["DASH533 spec/dashboards/taken.yaml:13:18"]
    names = [each["name"] for each in own.body(result, "theirs")["templating"]["list"]]
    assert sorted(names) == sorted({"metrics", new})


@pytest.mark.parametrize(
    ("expr", "wanted"),
    [
        ('ours{job="$job"}', 'ours{job=~"$job"}'),
        ("ours{job != '${job:regex}'}", "ours{job !~ '${job:regex}'}"),
        ('ours{job="a.$job"}', 'ours{job=~"a[.]$job"}'),
        ("ours{job=`a.$job`}", "ours{job=~`a[.]$job`}"),
        ('label_replace(ours{job=~"$job"}, "x", "job=", "y", "$1")', None),
        ('ours{job=~"$job", x="y"}', None),
    ],
)
def test_several_values_are_matched(expr: str, wanted: str | None) -> None:
    """Where several can be chosen `=` would hold against all of them as one text."""
    made, notes = query(expr, JOB)
    assert made == (wanted or expr)
    told = ["query A: = became =~, as several values can be chosen"]
    assert notes == (told if wanted else [])


def test_one_value_stays_equal() -> None:
    """One value is what `=` is for; several that were written out are not one."""
    one = {**JOB, "multi": False}
    assert query('ours{job="$job"}', one) == ('ours{job="$job"}', [])
    fixed = {"name": "t", "type": "custom", "current": {"value": ["a", "b"]}}
    assert query('ours{t="$t"}', fixed)[0] == 'ours{t=~"a|b"}'
    fixed["current"] = {"value": "a.b"}
    assert query('ours{t="$t"}', fixed)[0] == 'ours{t="a.b"}'


def test_a_label_that_a_series_never_has(tmp_path: Path) -> None:
    """A variable of it would stop the board, so what was chosen is written out."""
    choice = {**JOB, "query": "label_values(up, jop)", "current": {"value": ["a"]}}
    found = take(
        own.export(
            panels=[own.panel(targets=[{"refId": "A", "expr": 'max(up{job="$job"})'}])],
            templating={"list": [choice, choice]},
        )
    )
    assert found.notes[-2:] == (
        ("the board", "its variable job offers no label's values: a stands for it"),
        ("the board", "its second variable job is left out"),
    )
    assert own.found(own.estate(tmp_path, taken=written(found))) == []


def test_the_name_of_a_line_that_the_query_drops(tmp_path: Path) -> None:
    """A signal's panel goes without it, and what was written compiles."""
    expr = "sum by (model_name) (model:requests:rate5m)"
    panel = own.panel(targets=[{"refId": "A", "expr": expr, "legendFormat": "{{instance}}"}])
    found = take(own.export(panels=[panel]))
    (row,) = found.document["spec"]["rows"]
    assert row["panels"] == [{"signal": "model:requests:rate5m", "title": "Up"}]
    note = "the name of its line, {{instance}}, is left out: its query does not keep that"
    assert found.notes == (("Up", note),)
    assert own.found(own.estate(tmp_path, taken=written(found))) == []


def test_a_signal_says_only_what_differs() -> None:
    """Labels that it has anyway and links to its own runbooks are not repeated."""
    (made,), _ = asked({"expr": "avg by (model_name) (model:requests:rate5m)"})
    assert made["using"] == "avg"
    assert "by" not in made
    (made,), _ = asked({"expr": "avg(model:requests:rate5m)"})
    assert (made["using"], made["by"]) == ("avg", [])
    own_page = {"title": "Runbook: MLflowExporterStale", "url": "https://example.org/a"}
    more = {"title": "More", "url": "https://example.org/b"}
    panel = own.panel(targets=[{"expr": "max(mlflow_exporter_up)"}], links=[own_page, more])
    (row,) = take(own.export(panels=[panel])).document["spec"]["rows"]
    assert row["panels"][0]["signal"] == "mlflow_exporter_up"
    assert row["panels"][0]["links"] == [more]


def test_a_count_over_a_window_stays() -> None:
    """An increase over half an hour is another number than one from point to point."""
    kept = "sum(increase(ours_total[30m]))"
    assert query(kept, kind="stat") == (kept, [])
    assert query(kept) == (kept, [])
    made, notes = query("sum(rate(ours_total[5m]))")
    assert made == "sum(rate(ours_total[$__rate_interval]))"
    assert notes == ["query A: its window became $__rate_interval"]
    made, notes = query("sum(increase(mlflow_http_request_duration_seconds_count[30m]))")
    assert "[$__rate_interval]" in made
    assert notes == ["query A: it counts from one point to the next, not over 30m"]


def test_grafana_s_own_sums_are_prometheus_s() -> None:
    """Plus, minus, times and divided by; hidden parts are in the sum and not by themselves."""
    parts = ({"expr": "ours", "hide": True}, {"expr": "sum(all)", "hide": True})
    maths = {"datasource": MATHS, "type": "math", "expression": "100 * $A / ${B}"}
    (made,), notes = asked(*parts, maths, kind="gauge")
    assert made["query"] == "100 * (ours) / (sum(all))"
    told = "query C: Prometheus calculates it now, and joins only lines with the same labels"
    assert told in notes


@pytest.mark.parametrize(
    ("maths", "what"),
    [
        ({"type": "reduce", "expression": "A"}, "reduce"),
        ({"type": "math", "expression": "abs($A)"}, "math"),
        ({"type": "math", "expression": "$A > 1"}, "math"),
        ({"type": "math", "expression": "$A / $Z"}, "math"),
    ],
)
def test_what_grafana_alone_calculates(maths: dict[str, str], what: str) -> None:
    """Without its last step a panel would show something else, so it is left out."""
    for source in (MATHS, "__expr__"):
        made, notes = asked({"expr": "ours"}, {"datasource": source, **maths}, kind="gauge")
        assert made == []
        assert notes == [f"left out: query B is Grafana's own {what}, and a spec has none"]


def test_queries_of_another_data_source() -> None:
    """They are told of by their letter, and so is one that asks nothing."""
    _, notes = asked({"expr": "ours"}, {"datasource": {"type": "loki"}, "expr": "{}"}, {"expr": ""})
    assert notes == [
        "query B asks Loki, and such a panel only Prometheus",
        "query C is empty",
    ]


def test_an_export_that_was_made_for_sharing() -> None:
    """Constants are filled in and library panels are in their places, as in what is delivered."""
    shared = {"libraryPanel": {"uid": "lib", "name": "Lib"}, "id": 4}
    absent = {"libraryPanel": {"uid": "none", "name": "None"}, "id": 5}
    found = take(
        own.export(
            __inputs=[{"name": "VAR_X", "type": "constant", "value": "a"}],
            __elements={"lib": {"name": "Lib", "model": own.panel(title="Library")}},
            templating={"list": [{"name": "x", "type": "constant", "query": "${VAR_X}"}]},
            panels=[
                own.panel(targets=[{"refId": "A", "expr": 'ours{x="${VAR_X}",y="$x"}'}]),
                shared,
                absent,
            ],
        )
    )
    (row,) = found.document["spec"]["rows"]
    assert row["panels"][0]["query"] == 'ours{x="a",y="a"}'
    assert "Library" in str(row["panels"][1])
    assert ("Panel 5", "left out: a library panel that is not in the file") in found.notes


@pytest.mark.parametrize("out", ["z.json", "z.json/below"])
def test_a_file_in_place_of_the_folder(out: str, tmp_path: Path) -> None:
    """What stands in the way is named, and nothing is written."""
    specs.write(tmp_path, {"board.json": json.dumps(own.export()), "z.json": "{}"})
    done = watchkeeper(tmp_path, "import", "dashboard", "board.json", "--out", out)
    assert (done.code, done.out) == (CANNOT, "")
    assert done.err.endswith(f"watchkeeper: {out} is no folder; nothing was written\n")
