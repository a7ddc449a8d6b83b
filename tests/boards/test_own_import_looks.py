"""How panels look after ``watchkeeper import dashboard``, and what is told of the rest."""

from __future__ import annotations

import importlib
import warnings
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.compiler.takeover.words import SCALED, UNITS
from generator.pipeline.take_over import written
from tests.boards import own
from tests.boards.test_own_import import take

if TYPE_CHECKING:
    from pathlib import Path

STEPS = [{"color": "green", "value": None}, {"color": "red", "value": 5}]


def become(defaults: dict[str, Any] | None = None, **changes: Any) -> tuple[Any, list[str]]:  # noqa: ANN401 - the fields of a panel
    """What a panel becomes, once read back from its YAML, and what is told of it."""
    fields = {"description": "Ours.", "targets": [{"refId": "A", "expr": "ours"}], **changes}
    panel = own.panel(fieldConfig={"defaults": defaults or {}}, **fields)
    found = take(own.export(panels=[panel]))
    (row,) = yaml.safe_load(written(found))["spec"]["rows"]
    (made,) = row["panels"]
    return made, [note for _, note in found.notes]


def stepped(*steps: tuple[str, Any]) -> tuple[Any, list[str]]:
    """What colours of a number become."""
    found = [{"color": color, "value": value} for color, value in steps]
    made, notes = become({"thresholds": {"steps": found}}, type="stat")
    return [(each.get("from"), each["color"]) for each in made.get("steps", ())], notes


def test_units_go_both_ways() -> None:
    """A unit that we deliver is read back as one that is delivered alike."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="grafana")
        style = importlib.import_module("generator.emit.grafana.style")
    skipped = {"dateTimeFromNow", "short", "cps"}  # a time needs another query; two are counts
    for theirs in {*style.UNITS.values()} - skipped:
        assert style.unit(UNITS[theirs]) == theirs


def test_nought_is_a_value() -> None:
    """An axis from or to nought and numbers without digits after the point stay so."""
    made, notes = become({"min": 0, "decimals": 0}, type="stat")
    assert (made["low"], made["decimals"], notes) == (0, 0, [])
    made, _ = become({"min": -1, "max": 0})
    assert (made["low"], made["high"]) == (-1, 0)


def test_an_axis_upside_down_is_left_to_grafana() -> None:
    """A spec refuses one whose end is not above its beginning."""
    made, notes = become({"min": 5, "max": 1})
    assert not {"low", "high"} & made.keys()
    assert notes == ["its axis from 5 to 1 is left to Grafana"]


@pytest.mark.parametrize(
    ("steps", "wanted", "told"),
    [
        (
            [("green", None), ("#EAB839", 5), ("light-red", 9)],
            [(None, "good"), (5, "warning"), (9, "bad")],
            [],
        ),
        ([("light-blue", None)], [], ["its colour light-blue is shown as neutral"]),
        ([("text", None)], [], []),
        ([("red", 7), ("green", None)], [(None, "good"), (7, "bad")], []),
        ([("green", 3), ("red", 7)], [(None, "good"), (7, "bad")], []),
        ([("green", 0), ("rgb(245, 54, 54)", True)], [], ["its colour from True on is left out"]),
        (
            [("green", None), ("red", 1e308), ("red", 2)],
            [(None, "good"), (2, "bad")],
            ["its colour from 1e+308 on is left out"],
        ),
        (
            [("red", None), ("super-light-purple", 5), ("#808080", 6)],
            [(None, "bad"), (5, "neutral"), (6, "neutral")],
            ["its colour super-light-purple is shown as neutral"],
        ),
    ],
)
def test_colours_by_value(steps: list[Any], wanted: list[Any], told: list[str]) -> None:
    """Shades become what they mean, in rising order; a bound that is no number is left out."""
    assert stepped(*steps) == (wanted, told)


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        (
            {"type": "stat", "options": {"reduceOptions": {"calcs": ["max"]}}},
            "it shows the newest value, not the max of the time shown",
        ),
        ({"type": "singlestat"}, "it shows the newest value, not the avg of the time shown"),
        ({"interval": "5m"}, "its shortest step between two points is 1m, not 5m"),
        ({"repeat": "job"}, "it stands here once, not for each value of job"),
        ({"type": "graph", "bars": True}, "it is drawn as lines, not as bars"),
        ({"yaxes": [{"logBase": 10}]}, "its axis is not logarithmic here"),
        ({"percentage": True}, "its areas add up to their sum, not to 100 %"),
        ({"thresholds": "1,5"}, "its bounds, as old panels have them, are left out"),
        ({"links": [{"title": "A"}]}, "its link A is left out: it has no address"),
        (
            {"links": [{"url": "/d/a"}]},
            "its link to /d/a is left out: it may lead to no board here",
        ),
    ],
)
def test_what_a_spec_has_no_word_for(changes: dict[str, Any], note: str) -> None:
    """One sentence for each thing that a panel had."""
    assert become(**changes)[1] == [note]


@pytest.mark.parametrize(
    ("custom", "note"),
    [
        ({"drawStyle": "bars"}, "it is drawn as lines, not as bars"),
        ({"scaleDistribution": {"type": "log"}}, "its axis is not logarithmic here"),
        ({"stacking": {"mode": "percent"}}, "its areas add up to their sum, not to 100 %"),
        ({"thresholdsStyle": {"mode": "line"}}, "its bounds are not drawn"),
    ],
)
def test_lines_of_another_kind(custom: dict[str, Any], note: str) -> None:
    """What lines looked like is told where they look otherwise."""
    assert become({"custom": custom})[1] == [note]


def test_words_that_are_too_long() -> None:
    """A description that a spec would refuse is cut, and that is told."""
    panel = own.panel(description="x" * 501)
    found = take(own.export(description="y" * 501, panels=[panel]))
    assert found.document["spec"]["description"] == "y" * 500
    told = "its description ends after 500 signs"
    assert found.notes == (("Up", told), ("the board", told))


def test_a_row_that_repeats() -> None:
    """It stands there once."""
    row = {"type": "row", "title": "Each", "repeat": "job", "panels": [own.PANEL]}
    assert take(own.export(panels=[row])).notes[0] == (
        "Each",
        "the row stands here once, not for each value of job",
    )


@pytest.mark.parametrize(
    ("panel", "unit"),
    [
        ({"type": "singlestat", "format": "percent", "valueName": "current"}, "percent"),
        ({"type": "graph", "yaxes": [{"format": "bytes", "min": "0"}]}, "bytes"),
    ],
)
def test_units_of_old_panels(panel: dict[str, Any], unit: str) -> None:
    """They stand beside the axes."""
    made, notes = become(**panel)
    assert (made["unit"], notes) == (unit, [])


def test_units_in_another_measure() -> None:
    """A query in minutes is asked for in seconds, and so are the bounds of its axis."""
    made, notes = become({"unit": "m", "max": 5})
    assert (made["query"], made["unit"], made["high"]) == ("(ours) * 60", "seconds", 300)
    assert notes == ["its unit m becomes seconds: its queries are multiplied by 60"]
    assert UNITS["ops"] == "count/s"
    assert SCALED["gbytes"] == ("bytes", 2**30, 1)
    assert SCALED["Mbits"] == ("bytes/s", 125000, 1)


@pytest.mark.parametrize("options", [{}, {"yAxis": {"unit": "s"}}])
def test_a_heatmap_is_in_the_unit_of_its_metric(options: dict[str, Any]) -> None:
    """The unit of a field is that of its cells, which says nothing of the axis."""
    expr = "sum by (le) (rate(mlflow_http_request_duration_seconds_bucket[5m])) > 0"
    made, _ = become(
        {"unit": "short"}, type="heatmap", options=options, targets=[{"refId": "A", "expr": expr}]
    )
    assert made["unit"] == "seconds"


def test_two_panels_of_one_name(tmp_path: Path) -> None:
    """Their numbers come from their titles, so each gets one of its own, of no more than 500."""
    long = "x" * 500
    panels = [own.panel(title=title) for title in ("A", "A", "A (2)", long, long)]
    result = own.estate(tmp_path, taken=written(take(own.export(panels=panels))))
    assert own.found(result) == []
    titles = [each["title"] for each in own.body(result, "theirs")["panels"][1:]]
    assert titles == ["A", "A (2)", "A (2) (2)", long, f"{'x' * 496} (2)"]


def test_an_old_board_with_rows() -> None:
    """Boards of Grafana 4 have rows of panels with spans of twelve."""
    panel = {"type": "graph", "title": "Up", "span": 6, "targets": [{"expr": "ours"}]}
    found = take({"title": "Old", "rows": [{"title": "One", "panels": [panel]}]})
    (row,) = found.document["spec"]["rows"]
    assert row["title"] == "One"
    assert row["panels"][0]["width"] == 12
