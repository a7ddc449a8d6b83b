"""What can be said of a board that came out of Grafana, beyond the shape of its file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.pipeline import build
from tests.boards import own
from tests.support import specs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("expr", "wanted"),
    [
        ('sum(rate(up{job=~"$job"}[$interval])) * $factor', []),
        ("topk($k, up)", []),
        ("sum by ($by) (up)", []),
        ('max(up{job="[[job]]"} offset $back)', []),
        ("increase(prometheus_tsdb_compactions_total[${__range_s}s])", ["DASH533"]),
        ("sum(${metric}_total)", []),
        ("sum(up{$filter})", []),
        ('sum by ($by) (up{job="x", ${filter:raw}})', []),
        ("sum(upp)", ["DASH533"]),
        ("sum(up))", ["DASH534"]),
        ("sum(rate(up[$interval])", ["DASH534"]),
    ],
)
def test_queries_are_read_whatever_is_chosen(expr: str, wanted: list[str], tmp_path: Path) -> None:
    """Variables stand for windows, numbers, labels and text; what is left over is told."""
    board = own.export(panels=[own.panel(targets=[{"refId": "A", "expr": expr}])])
    result = own.estate(tmp_path, theirs=board)
    assert result.ok
    assert [each.code.id for each in result.diagnostics] == wanted


@pytest.mark.parametrize(
    ("expr", "wanted"),
    [
        ("sum($metric) up", "with a number, a name or a time for $metric it is no PromQL"),
        ("sum(rate(up[$window])", "unclosed left parenthesis"),
    ],
)
def test_a_query_is_quoted_as_it_is_written(expr: str, wanted: str, tmp_path: Path) -> None:
    """What was tried for a variable is not in the file, so no message speaks of it."""
    board = own.export(panels=[own.panel(targets=[{"refId": "A", "expr": expr}])])
    (only,) = own.estate(tmp_path, theirs=board).diagnostics
    assert only.message == f"Theirs, Up: {wanted}"
    assert only.value == expr


def test_a_library_panel_has_a_name(tmp_path: Path) -> None:
    """One without a name or a title is told of by what it has."""
    board = own.export(panels=[{"id": 4, "libraryPanel": {"uid": "a1b2"}}])
    (only,) = own.estate(tmp_path, theirs=board).diagnostics
    assert only.message.startswith("the panel a1b2 is in the library")


@pytest.mark.parametrize(
    ("folder", "fix"),
    [
        ("a/b", "move it up, into a"),
        ("general", "use letters, digits, spaces and a few signs, and not General"),
    ],
)
def test_a_folder_that_grafana_cannot_have(folder: str, fix: str, tmp_path: Path) -> None:
    """A folder of a folder would be cut off in silence, and General is Grafana's own."""
    files = {**specs.BASE, f"dashboards/{folder}/x.json": json.dumps(own.export())}
    (only,) = build(specs.write(tmp_path / "spec", files), "spec").diagnostics
    assert (only.code.id, only.fix) == ("DASH522", fix)


def test_the_folder_of_the_interface_is_told(tmp_path: Path) -> None:
    """The answer of Grafana's interface names a folder; the board will be in that of its file."""
    board = {"meta": {"folderTitle": "ML"}, "dashboard": own.export()}
    files = {**specs.BASE, "dashboards/x.json": json.dumps(board)}
    (only,) = build(specs.write(tmp_path / "a", files), "spec").diagnostics
    assert (only.code.id, only.fix.split(", ")[0]) == (
        "DASH529",
        "move the file into dashboards/ML",
    )
    files = {**specs.BASE, "dashboards/ML/x.json": json.dumps(board)}
    assert own.found(build(specs.write(tmp_path / "b", files), "spec")) == []


def test_panels_that_grafana_would_move(tmp_path: Path) -> None:
    """On one another, past the edge, or with one number; those of a closed row lie elsewhere."""

    def at(number: int, x: int, y: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - the fields of a panel
        return own.panel(id=number, gridPos={"x": x, "y": y, "w": 12, "h": 8}, **more)

    closed = at(9, 0, 0, type="row", panels=[at(10, 0, 9)])
    closed["gridPos"] = {"x": 0, "y": 8, "w": 24, "h": 1}
    good = [at(1, 0, 0), at(2, 12, 0), closed, at(3, 0, 9)]
    assert own.found(own.estate(tmp_path / "a", theirs=own.export(panels=good))) == []
    bad = [at(1, 0, 0), at(2, 11, 7), at(3, 13, 20), at(3, 0, 40)]
    result = own.estate(tmp_path / "b", theirs=own.export(panels=bad))
    assert [each.value for each in result.diagnostics] == ["Up", "Up", "3"]
    assert {each.code.id for each in result.diagnostics} == {"DASH528"}
    assert "overlaps the panel Up" in result.diagnostics[0].message
    assert "overlaps the edge" in result.diagnostics[1].message
    assert result.ok


def test_a_slip_is_told_first(tmp_path: Path) -> None:
    """Of many unknown names the one that looks like a known one is the one to look at."""
    targets = [{"refId": f"A{i}", "expr": f"orders_{i}"} for i in range(8)]
    targets.append({"refId": "B", "expr": "sum(scrape_sampels_scraped)"})
    result = own.estate(tmp_path, theirs=own.export(panels=[own.panel(targets=targets)]))
    (only,) = result.diagnostics
    assert only.value == "scrape_sampels_scraped"
    assert only.fix == "write scrape_samples_scraped"
    assert "and 4 more" in only.message


def test_other_languages_are_not_read_as_promql(tmp_path: Path) -> None:
    """Queries of Loki, Tempo and others are theirs."""
    panels = [
        own.panel(
            id=i, datasource={"type": kind, "uid": kind}, targets=[{"expr": '{a="b"} |= "c"'}]
        )
        for i, kind in enumerate(("loki", "tempo"))
    ]
    assert own.found(own.estate(tmp_path, theirs=own.export(panels=panels))) == []


def test_two_files_of_one_board(tmp_path: Path) -> None:
    """The second of two copies is told of both: its uid and its title are taken."""
    result = own.estate(tmp_path, a=own.export(), b=own.export(uid="THEIRS"))
    assert own.found(result) == [
        "DASH514 spec/dashboards/b.json:2:10",
        "DASH514 spec/dashboards/b.json:3:12",
    ]
