"""What becomes of a panel, a variable, an annotation in Grafana's own terms."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.catalog import Bound, ModelThreshold, Pack, PackKind, ServiceThreshold
from generator.catalog import board as catalog
from generator.compiler import boards
from generator.ir.boards import MEASURES, Annotation, Color, Column, Link, PanelKind, Query, Step
from tests.boards import shipped
from tests.boards.test_faults import JOB, PANEL, board


def panel_of(*queries: Query, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a panel
    """One panel as it is written."""
    panel = replace(PANEL, queries=queries or PANEL.queries, **changes)
    (text,) = shipped.written(board(panel)).values()
    found: dict[str, Any] = json.loads(text)["panels"][1]
    return found


def whole(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a board
    """One board as it is written."""
    (text,) = shipped.written(board(PANEL, **changes)).values()
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_bound_is_a_dashed_line() -> None:
    """The query of a bound is drawn red and dashed, and is not stacked."""
    drawn = panel_of(Query("A", "max(up)"), Query("B", "vector(1)", "bound", limit=True))
    (override,) = drawn["fieldConfig"]["overrides"]
    assert override["matcher"] == {"id": "byFrameRefID", "options": "B"}
    look = {each["id"]: each["value"] for each in override["properties"]}
    assert look["custom.lineStyle"]["fill"] == "dash"
    assert look["custom.fillOpacity"] == 0
    assert look["custom.stacking"]["mode"] == "none"


def test_how_something_ends_has_one_colour() -> None:
    """A line whose name says that it failed is red on every board."""
    colors = ((".*(5..|error)", Color.BAD),)
    drawn = panel_of(Query("A", "max(up)"), colors=colors)
    (override,) = drawn["fieldConfig"]["overrides"]
    assert override["matcher"] == {"id": "byRegexp", "options": "/.*(5..|error)/"}
    assert override["properties"][0]["value"]["fixedColor"] == "red"
    found = [panel for _, panel in shipped.panels() if "{{status}}" in json.dumps(panel)]
    assert len(found) > 3
    assert all(panel["fieldConfig"]["overrides"] for panel in found)


def test_a_bar_leads_to_its_model() -> None:
    """Bars of many models lead to the one that they stand for."""
    found = [panel for _, panel in shipped.panels() if panel["type"] == "bargauge"]
    assert len(found) > 1
    for panel in found:
        (link,) = panel["fieldConfig"]["defaults"]["links"]
        assert "var-model_name=${__field.labels.model_name}" in link["url"]


def test_a_time_is_written_in_milliseconds() -> None:
    """Grafana counts milliseconds where Prometheus counts seconds."""
    assert panel_of(unit="timestamp")["targets"][0]["expr"] == "(max(up)) * 1000"
    assert panel_of(unit="seconds")["targets"][0]["expr"] == "max(up)"


def test_the_heatmap_has_exemplars() -> None:
    """Dots in the heatmap of a model lead to traces; they need scraped buckets."""
    (panel,) = (each for _, each in shipped.panels() if each["type"] == "heatmap")
    assert [query["exemplar"] for query in panel["targets"]] == [True]
    assert "model_prediction_latency_seconds_bucket" in panel["targets"][0]["expr"]
    assert panel["options"]["yAxis"]["unit"] == "s"


def test_measures_have_units_of_their_own() -> None:
    """What is measured and not counted has a unit in Grafana."""
    plain = panel_of(unit="runs")["fieldConfig"]["defaults"]["unit"]
    for measure in MEASURES:
        found = panel_of(unit=measure)["fieldConfig"]["defaults"]["unit"]
        assert (found == plain) is (measure in ("factor", "count"))


@pytest.mark.parametrize("kind", [kind for kind in PanelKind if kind is not PanelKind.TABLE])
def test_every_kind_of_panel_is_drawn(kind: PanelKind) -> None:
    """A kind that a pack may choose is one that the emitter knows."""
    assert panel_of(kind=kind)["type"]


LEADS = Link("Open", "/d/wk-model?var-model_name=${__data.fields.Job}")
COLUMNS = (
    Column("Job", label="job", link=LEADS, width=90),
    Column("Share", ref="A", unit="ratio", decimals=1, steps=(Step(None, Color.BAD),)),
    Column("State", ref="C", words=((0, "down", Color.BAD),)),
)


def table() -> dict[str, Any]:
    """A table of three queries, of which the second has no column."""
    queries = tuple(Query(ref, "max by (job) (up)", instant=True) for ref in "ABC")
    look = {"kind": PanelKind.TABLE, "unit": "", "columns": COLUMNS, "sort": "Share"}
    return panel_of(*queries, **look)


def test_a_table_has_its_columns_and_no_other() -> None:
    """Columns have their names and order; times and queries without a column are left out."""
    merge, organize = table()["transformations"]
    assert merge["id"] == "merge"
    assert organize["options"] == {
        "excludeByName": {"Time": True, "Value #B": True},
        "indexByName": {"job": 0, "Value #A": 1, "Value #C": 2},
        "renameByName": {"job": "Job", "Value #A": "Share", "Value #C": "State"},
    }
    assert table()["options"]["sortBy"] == [{"displayName": "Share", "desc": True}]


def test_a_column_looks_as_it_should() -> None:
    """Unit, colours, words and link of a column are those of its cells alone."""
    overrides = table()["fieldConfig"]["overrides"]
    found = {
        each["matcher"]["options"]: {one["id"]: one["value"] for one in each["properties"]}
        for each in overrides
    }
    assert found["Job"] == {
        "custom.width": 90,
        "links": [{"title": LEADS.title, "url": LEADS.url}],
    }
    assert found["Share"]["unit"] == "percentunit"
    assert found["Share"]["thresholds"]["steps"] == [{"color": "red", "value": None}]
    assert found["State"]["mappings"][0]["options"]["0"]["text"] == "down"


def test_the_only_value_of_a_table_has_another_name() -> None:
    """Grafana numbers the values of several queries only."""
    alone = panel_of(kind=PanelKind.TABLE, unit="", columns=(Column("Up", ref="A"),))
    assert alone["transformations"][1]["options"]["renameByName"] == {"Value": "Up"}


def test_a_variable_asks_for_the_values_of_a_label() -> None:
    """One of many may be chosen, or all; without many there is always exactly one."""
    chosen = replace(JOB, label="namespace", many=False)
    one = whole(variables=(chosen,))["templating"]["list"][-1]
    assert one["query"] == "label_values(up, namespace)"
    assert one["multi"] is one["includeAll"] is False
    many = whole(variables=(replace(JOB, many=True),))["templating"]["list"][-1]
    assert many["multi"]
    assert many["includeAll"]
    assert many["allValue"] == ".+"


def test_an_annotation_has_its_colour_and_its_moment() -> None:
    """A mark is where the query yields something, or at the times that are its values."""
    mark = Annotation("Down", "max by (job) (up)", Color.BAD, "{{job}} is down")
    (found,) = whole(annotations=(mark,))["annotations"]["list"]
    assert found["iconColor"] == "red"
    assert found["titleFormat"] == mark.title
    assert found["target"]["expr"] == mark.expr
    assert not found["useValueForTime"]
    (found,) = whole(annotations=(replace(mark, at_value=True),))["annotations"]["list"]
    assert found["useValueForTime"]
    assert found["expr"] == found["target"]["expr"] == f"({mark.expr}) * 1000"


def test_links_know_where_the_runbooks_are() -> None:
    """A pack does not know the address of runbooks; its links get it all the same."""
    column = Column("Alert", label="alertname", link=Link("Runbook", catalog.RUNBOOKS + "/A.md"))
    panel = catalog.Panel(
        title="Any", description="Any.", unit="bool", queries=(), columns=(column,), alerts=("B",)
    )
    own = catalog.Board("any", "Any", "Any.", (catalog.Row("One", (panel,)),))
    pack = Pack("any", PackKind.STACK, "Any")
    found = boards.lowered(own, pack, (), "https://runbooks.example.org").rows[0].panels[0]
    urls = [found.links[0].url, *(each.link.url for each in found.columns if each.link)]
    assert urls == [f"https://runbooks.example.org/{name}.md" for name in "BA"]


def test_a_query_is_one_line() -> None:
    """How a query is laid out in a pack is not how it is shown to people."""
    panel = catalog.Panel(
        title="Any",
        description="Any.",
        unit="bool",
        queries=(Query("A", "\n    up\n      == 0\n  "),),
    )
    own = catalog.Board("any", "Any", "Any.", (catalog.Row("One", (panel,)),))
    (row,) = boards.lowered(own, Pack("any", PackKind.STACK, "Any"), (), "").rows
    assert row.panels[0].queries[0].expr == "up == 0"


def test_a_bound_that_is_off_is_no_line() -> None:
    """A null in a spec is infinite for rules and no line; neither is one in another unit."""
    panel = catalog.Panel(
        title="Any", description="Any.", unit="ratio", queries=(Query("A", "up"),)
    )
    for bound, wanted in ((Bound.MAX, "< Inf"), (Bound.MIN, "> -Inf")):
        threshold = ModelThreshold("share", bound, "share", "ratio", "Any.")
        query = panel.bounded(threshold, "bound", 'model_name="a"').queries[1]
        assert query.limit
        effective = f'model:share:effective_{bound}{{model_name="a"}}'
        assert query.expr == f"max({effective} {wanted})"
    seconds = ServiceThreshold("any:age:max", 1, "seconds", "Any.")
    with pytest.raises(ValueError, match="is in ratio, its bound in seconds"):
        panel.bounded(seconds, "bound")
    threshold_of_service = ServiceThreshold("any:share:max", 1, "ratio", "Any.")
    assert panel.bounded(threshold_of_service, "bound").queries[1].expr == "max(any:share:max)"
