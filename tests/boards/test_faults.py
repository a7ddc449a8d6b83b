"""Mistakes in boards, planted one by one: each is found, under its own code and no other."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import pytest

from generator import packs
from generator.catalog import Pack, PackKind
from generator.catalog import board as catalog
from generator.compiler import boards, proof_boards
from generator.compiler import proof_board_codes as codes
from generator.diagnostics import Code
from generator.ir.boards import (
    Annotation,
    Board,
    Color,
    Column,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Source,
    Variable,
)
from tests.boards import shipped

ALL = tuple(each for each in vars(codes).values() if isinstance(each, Code))
OF_QUERIES = (
    *(codes.SYNTAX, codes.UNKNOWN_SERIES, codes.UNKNOWN_LABEL, codes.MISREAD),
    *(codes.FIXED_WINDOW, codes.UNDEFINED, codes.UNUSED, codes.LEGEND),
    *(codes.EQUATED, codes.NO_VECTOR),
)
OF_PANELS = (codes.NO_WORDS, codes.UNIT, codes.OVERLAP, codes.NUMBERS)
JOB = Variable("job", "Job", "job", "up", many=True)
PANEL = Panel(
    id=3,
    kind=PanelKind.GRAPH,
    title="Up",
    description="Whether the target answers.",
    unit="bool",
    queries=(Query("A", "max(up)"),),
    x=16,
    y=1,
    width=8,
    height=8,
)
OTHER = replace(PANEL, id=2, title="Up too", x=0)


def board(*panels: Panel, **changes: Any) -> Board:  # noqa: ANN401 - the fields of a board
    """A board with one row."""
    rows = (Row(1, "All", 0, panels),)
    own = Board("wk-any", "Any", "Any.", "Watchkeeper", "mlflow", rows, (Source.METRICS,))
    return replace(own, **changes)


def numbers(*found: Board) -> set[str]:
    """The numbers of all that is wrong with some boards."""
    return {each.code.id for each in proof_boards.check(found, shipped.against())}


def asking(example: str, *, code: Code) -> Board:
    """A board with the query of an example, the legend after its hash."""
    expr, _, legend = example.partition(" # ")
    chosen = code is codes.UNUSED or "$job" in expr
    panel = replace(PANEL, queries=(Query("A", expr, legend),))
    return board(panel, variables=(JOB,) if chosen else ())


def having(example: str) -> dict[str, Any]:
    """The fields that an example sets."""
    call = ast.parse(f"f({example})", mode="eval").body
    assert isinstance(call, ast.Call)
    return {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}


def test_every_code_has_its_example_tried() -> None:
    """A code that is added is one of those below."""
    rest = (codes.COLUMNS, codes.TWICE, codes.LINK)
    assert {*OF_QUERIES, *OF_PANELS, *rest} == {*ALL}


@pytest.mark.parametrize("code", OF_QUERIES, ids=lambda code: code.id)
def test_the_examples_of_a_query(code: Code) -> None:
    """The wrong query has its fault and no other, the right one has none."""
    assert isinstance(code.wrong, str)
    assert numbers(asking(code.wrong, code=code)) == {code.id}
    assert numbers(asking(code.right, code=code)) == set()


@pytest.mark.parametrize("code", OF_PANELS, ids=lambda code: code.id)
def test_the_examples_of_a_panel(code: Code) -> None:
    """The wrong panel has its fault and no other, the right one has none."""
    assert isinstance(code.wrong, str)
    assert numbers(board(OTHER, replace(PANEL, **having(code.wrong)))) == {code.id}
    assert numbers(board(OTHER, replace(PANEL, **having(code.right)))) == set()


def test_the_examples_of_a_table() -> None:
    """Columns and labels have to be the same."""
    for example, wanted in (
        (codes.COLUMNS.wrong, {codes.COLUMNS.id}),
        (codes.COLUMNS.right, set()),
    ):
        assert isinstance(example, str)
        expr, label = example.split(" # ")
        columns = (Column("Value", ref="A"), Column("Label", label=label))
        table = replace(
            PANEL, kind=PanelKind.TABLE, unit="", queries=(Query("A", expr),), columns=columns
        )
        assert numbers(board(table)) == wanted
        unnamed = replace(table, columns=(*columns, Column("None", ref="Z")))
        assert codes.COLUMNS.id in numbers(board(unnamed))


def test_the_examples_of_two_boards() -> None:
    """A title or a uid that another board has is refused; two folders may share a title."""
    fleet = board(PANEL, uid="wk-fleet", title="Fleet overview")
    assert isinstance(codes.TWICE.wrong, str)
    assert numbers(fleet, board(PANEL, **having(codes.TWICE.wrong))) == {codes.TWICE.id}
    assert numbers(fleet, board(PANEL, **having(codes.TWICE.right))) == set()
    assert numbers(fleet, board(PANEL, uid="wk-fleet")) == {codes.TWICE.id}
    assert numbers(fleet, board(PANEL, title="Fleet overview", folder="Theirs")) == set()


def test_the_examples_of_a_link() -> None:
    """A link of a panel or of a column leads to a board, to a runbook, or somewhere else."""
    model = board(PANEL, uid="wk-model", title="Model detail")
    runbooks = shipped.against().runbooks
    assert isinstance(codes.LINK.wrong, str)
    for url, wanted in (
        (having(codes.LINK.wrong)["url"], {codes.LINK.id}),
        (having(codes.LINK.right)["url"], set()),
        (f"{runbooks}/MLflowDwon.md", {codes.LINK.id}),
        (f"{runbooks}/MLflowDown.md", set()),
        (f"{runbooks}/${{__data.fields.Alert}}.md", set()),
        ("https://status.example.org", set()),
    ):
        link = Link("Further", url)
        assert numbers(model, board(replace(PANEL, links=(link,)))) == wanted
        assert numbers(model, board(replace(PANEL, follow=(link,)))) == wanted
        columns = (Column("Value", ref="A", link=link),)
        table = replace(PANEL, kind=PanelKind.TABLE, unit="", columns=columns)
        assert numbers(model, board(table)) == wanted


def test_what_else_is_asked() -> None:
    """Annotations, variables and queries of logs are looked at as queries of panels are."""
    for expr, title, wanted in (
        ("upp == 0", "", {codes.UNKNOWN_SERIES.id}),
        ("max(up) == 0", "{{job}}", {codes.LEGEND.id}),
        ('ALERTS{alertstate="firing"} > $limit', "", {codes.UNDEFINED.id}),
        ('ALERTS{alertstate="firing"}', "{{alertname}}", set()),
    ):
        mark = Annotation("Down", expr, Color.BAD, title)
        assert numbers(board(PANEL, annotations=(mark,))) == wanted
    panel = replace(PANEL, queries=(Query("A", 'max(up{job=~"$job"})'),))
    for variable in (replace(JOB, label="jobb"), replace(JOB, series="upp")):
        assert len(numbers(board(panel, variables=(variable,)))) == 1
    lines = replace(
        PANEL,
        kind=PanelKind.LOGS,
        unit="",
        queries=(Query("A", '{job="$jop"}', source=Source.LOGS),),
    )
    assert numbers(board(lines)) == {codes.UNDEFINED.id}


def test_a_legend_that_only_some_lines_have() -> None:
    """A label of one side of an `or` leaves the lines of the other without a name."""
    expr = "sum by (job, status) (mlflow_http_request_total) or sum by (job) (up)"
    assert numbers(asking(f"{expr} # {{{{status}}}}", code=codes.LEGEND)) == {codes.LEGEND.id}
    assert numbers(asking(f"{expr} # {{{{job}}}}", code=codes.LEGEND)) == set()


def test_two_queries_with_one_letter() -> None:
    """Grafana knows the queries of a panel by their letters."""
    twice = replace(PANEL, queries=(Query("A", "max(up)"), Query("A", "min(up)")))
    assert numbers(board(twice)) == {codes.NUMBERS.id}


def test_a_window_that_is_meant() -> None:
    """An hour or more, or all that is shown, is a count of its own and not a rate."""
    for window, wanted in (("$__range", set()), ("1h", set()), ("59m", {codes.FIXED_WINDOW.id})):
        expr = f"sum(increase(feast_feature_server_request_total[{window}]))"
        assert numbers(asking(expr, code=codes.FIXED_WINDOW)) == wanted


def test_panels_on_one_another() -> None:
    """A panel may not lie on another one or on a heading."""
    assert numbers(board(OTHER, replace(PANEL, x=7))) == {codes.OVERLAP.id}
    assert numbers(board(replace(PANEL, y=0))) == {codes.OVERLAP.id}


def test_the_shipped_boards_have_no_fault() -> None:
    """Every board of every pack passes its own checks."""
    assert [each.message for each in proof_boards.check(shipped.found(), shipped.against())] == []


def test_a_part_without_a_row() -> None:
    """A pack that adds to a row nobody has is told so, and not left out in silence."""
    own = catalog.Board("any", "Any", "Any.", rows=(catalog.Row("One"),))
    pack = Pack("any", PackKind.STACK, "Any")
    with pytest.raises(ValueError, match="no row 'Two'"):
        boards.lowered(own, pack, (catalog.Part("any", "Two", ()),), "")
    names = {found.name for each in packs.discover() for found in packs.boards(each)}
    assert {part.board for each in packs.discover() for part in packs.parts(each)} <= names
