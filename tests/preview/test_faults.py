"""What happens when the Prometheus, the folder or the command line is not as it should be."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator.preview import answers, draw, samples, style
from generator.preview.prometheus import Prometheus, Refused, address
from tests.preview.answering import GOOD, nowhere, saying
from tests.support.command import CANNOT, ROOT, tree, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path

    from generator.ir.boards import Board
    from generator.preview.answers import Answered

SPEC = str(ROOT / "spec")


def test_a_query_that_is_refused_says_so_in_its_place(
    server: Prometheus, every: tuple[Board, ...]
) -> None:
    """One panel holds the message of Prometheus, the others are drawn."""
    board = next(each for each in every if each.uid == "wk-fleet")
    row = board.rows[-1]
    bad = replace(row.panels[0], queries=(replace(row.panels[0].queries[0], expr="rate("),))
    rows = (*board.rows[:-1], replace(row, panels=(bad, *row.panels[1:])))
    found = answers.answered(replace(board, rows=rows), server, samples.END)
    assert [each.panel.id for each in found.panels.values() if each.problem] == [bad.id]
    text = draw.body(found.panels[bad.id], found, style.room(bad))
    assert "Query A: status 400" in text
    assert "parse error" in text


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"boom", "status 500"),
        (503, b'{"status":"error","error":"too\\nbusy"}', "status 503: too busy"),
        (200, b"<html>", "the answer is no JSON, so this is no Prometheus"),
        (200, b"", "the answer is no JSON, so this is no Prometheus"),
        (200, b"[" * 100_000, "the answer is no JSON, so this is no Prometheus"),
        (200, b"[]", "the answer is not that of a Prometheus"),
        (200, b'{"status":"success"}', "the answer is not that of a Prometheus"),
    ],
)
def test_a_server_that_is_no_prometheus_is_one_line(
    tmp_path: Path, status: int, body: bytes, said: str
) -> None:
    """The command names what came back, ends with 2, and writes nothing."""
    with saying(status, body) as url:
        run = watchkeeper(tmp_path, "preview", SPEC, "--prometheus", url)
    assert run.code == CANNOT
    assert run.said == f"watchkeeper: {url} does not answer as a Prometheus: {said}\n"
    assert tree(tmp_path) == {}


def test_a_prometheus_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Nobody listens: that is said at once."""
    url = nowhere()
    run = watchkeeper(tmp_path, "preview", SPEC, "--prometheus", url)
    assert run.code == CANNOT
    assert run.said == (f"watchkeeper: {url} does not answer as a Prometheus: Connection refused\n")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("pause", [5.0, 0.05])
def test_a_slow_answer_is_not_waited_for(pause: float) -> None:
    """Neither one that does not come, nor one that comes a byte at a time."""
    body = json.dumps(GOOD).encode()
    with saying(200, body, pause) as url, pytest.raises(Refused, match=r"no answer within 0\.3 s"):
        Prometheus(url, patience=0.3).get("query", query="up")


def test_nothing_more_is_asked_once_time_is_up() -> None:
    """The whole run has a bound, however many questions are left."""
    server = Prometheus(nowhere(), until=time.monotonic() - 1)
    with pytest.raises(Refused, match="took too long"):
        server.get("query", query="up")


@pytest.mark.parametrize(
    "data",
    [
        [],
        None,
        {"result": []},
        {"resultType": "vector", "result": [{}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [1]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": [[1, "x"]]}]},
        {"resultType": "matrix", "result": 7},
    ],
)
def test_an_answer_of_another_shape_is_shown_as_that(
    every: tuple[Board, ...], data: object
) -> None:
    """Every panel says it in its place; none ends the run."""
    board = next(each for each in every if each.uid == "wk-slo")
    with saying(200, json.dumps({"status": "success", "data": data}).encode()) as url:
        found = answers.answered(board, Prometheus(url), samples.END)
    assert {each.problem.partition(": ")[2] for each in found.panels.values()} == {answers.STRANGE}


def test_values_that_are_no_numbers_are_no_points(every: tuple[Board, ...]) -> None:
    """NaN and infinities leave a hole, and a panel of nothing else has no data."""
    board = next(each for each in every if each.uid == "wk-slo")
    values = [[60 * n, text] for n, text in enumerate(("NaN", "+Inf", "-Inf", "1e308"))]
    series = {"metric": {"model_name": "m"}, "values": values, "value": [0, "NaN"]}
    data = {"resultType": "matrix", "result": [series]}
    with saying(200, json.dumps({"status": "success", "data": data}).encode()) as url:
        found = answers.answered(board, Prometheus(url), samples.END)
    assert all(not each.series and not each.problem for each in found.panels.values())


@pytest.mark.parametrize(
    "url",
    ["", "prometheus:9090", "ftp://host", "http://", "http://host:0", "http://host:x", "file:///x"],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    """Only http and https with a host are asked."""
    with pytest.raises(Refused, match="no URL of a Prometheus"):
        address(url)


def test_a_password_in_the_url_is_refused_and_not_repeated(tmp_path: Path) -> None:
    """It would stand in the history of the shell and in messages."""
    url = f"http://{'someone'}:{'something'}@host:9090"  # no link with a password, not even here
    run = watchkeeper(tmp_path, "preview", SPEC, "--prometheus", url)
    assert run.code == CANNOT
    assert "something" not in run.said


def test_a_prometheus_that_knows_nothing_gives_empty_panels(
    tmp_path: Path, every: tuple[Board, ...]
) -> None:
    """No data is no mistake: the page says it in each panel."""
    with saying(200, json.dumps(GOOD).encode()) as url:
        run = watchkeeper(tmp_path, "preview", SPEC, "--prometheus", url, "--board", "wk-slo")
    assert run.code == 0
    panels = sum(len(row.panels) for each in every if each.uid == "wk-slo" for row in each.rows)
    html = (tmp_path / "build/preview/wk-slo.html").read_text("utf-8")
    assert html.count(f">{draw.NO_DATA}<") == panels
    assert f"wk-slo: {panels} panels, {panels} without data" in run.err


def test_a_board_without_answers_has_a_head_that_says_so(every: tuple[Board, ...]) -> None:
    """The variable that could not be asked for is named, and stands for nothing."""
    board = next(each for each in every if each.uid == "wk-model")
    found: Answered = answers.answered(board, Prometheus(nowhere()), samples.END)
    assert any(each.startswith("Variable Model: ") for each in found.problems)
    assert dict(found.choices.shown)["Model"] == "none"
