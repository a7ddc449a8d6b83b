"""Every panel of every board, drawn from a real Prometheus."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from generator.ir.boards import Source
from generator.preview import answers, draw, head, make, page, samples, style
from generator.preview.prometheus import Prometheus

if TYPE_CHECKING:
    from generator.compiler.context import Context
    from generator.ir.boards import Board
    from generator.preview.answers import Answered
    from generator.preview.make import Made

NAMED = re.compile(r'\bid="([^"]+)"')
USED = re.compile(r'url\(#([^)]+)\)|href="#([^"]+)"')


def test_every_panel_has_something_to_show(made: tuple[Made, ...]) -> None:
    """No query is refused and none stays without an answer, on any board."""
    assert {each.board.uid: each.failed for each in made if each.failed} == {}
    assert {each.board.uid: each.empty for each in made if each.empty} == {}


def test_every_panel_is_in_the_page_and_in_the_picture(made: tuple[Made, ...]) -> None:
    """Titles and descriptions of all panels are there, and no `no data`."""
    for each in made:
        html = each.files[f"{each.board.uid}.html"].decode()
        svg = each.files[f"{each.board.uid}.svg"].decode()
        assert f">{draw.NO_DATA}<" not in html + svg
        assert html.count("<section") == svg.count("<title>") == each.panels
        for row in each.board.rows:
            for panel in row.panels:
                assert f'id="p{panel.id}"' in html


def test_a_picture_is_a_whole_png_of_a_well_formed_svg(made: tuple[Made, ...]) -> None:
    """What is written can be read: XML without a fault, and the points of a PNG."""
    for each in made:
        ET.fromstring(each.files[f"{each.board.uid}.svg"])  # noqa: S314 - our own text
        assert each.files[f"{each.board.uid}.png"].startswith(b"\x89PNG\r\n")


def test_pages_need_nothing_from_elsewhere(made: tuple[Made, ...]) -> None:
    """No script, and nothing that a browser would fetch over the network."""
    for each in made:
        html = each.files[f"{each.board.uid}.html"].decode()
        assert "<script" not in html
        assert not re.search(r'(?:src|xlink:href)="(?!data:)', html)
        assert not re.search(r"@import|url\((?!#)", html)


def test_names_inside_a_page_are_its_own(made: tuple[Made, ...]) -> None:
    """Each id stands once in a page, so that no panel is cut by the mask of another."""
    for each in made:
        html = each.files[f"{each.board.uid}.html"].decode()
        names = NAMED.findall(html)
        assert len(names) == len(set(names)), each.board.uid
        assert {a or b for a, b in USED.findall(html)} <= set(names)


def test_every_page_says_what_it_is(made: tuple[Made, ...]) -> None:
    """Page and picture are labelled, so that nobody takes them for Grafana."""
    for each in made:
        for name, body in each.files.items():
            assert name.endswith(".png") or head.LABEL in body.decode()
    assert head.LABEL in page.index([each.board for each in made])


def test_the_head_of_a_board_names_choices_and_marks(answered: tuple[Answered, ...]) -> None:
    """The model that was chosen is at the top; its new version is marked in the graphs."""
    model = next(each for each in answered if each.board.uid == "wk-model")
    facts = dict(head.facts(model))
    assert facts["Model"] == "churn-classifier"
    assert facts["New version"] == "1 marked"


def test_logs_and_traces_say_what_grafana_would_show(answered: tuple[Answered, ...]) -> None:
    """There is no Loki here: the panel names it and holds the query."""
    model = next(each for each in answered if each.board.uid == "wk-model")
    panels = [p for r in model.board.rows for p in r.panels if p.queries[0].source is Source.LOGS]
    for panel in panels:
        text = draw.body(model.panels[panel.id], model, style.room(panel))
        assert "log lines from Loki" in text
        assert "model_name" in text
    assert panels


def test_two_runs_draw_the_same_bytes(
    every: tuple[Board, ...], context: Context, made: tuple[Made, ...]
) -> None:
    """Nothing depends on the clock, on the port or on the order of answers."""
    first = next(each for each in made if each.board.uid == "wk-model")
    with samples.running(every, context) as url:
        again = answers.answered(first.board, Prometheus(url), samples.END)
        assert make.files(again).files == first.files


@pytest.mark.parametrize("since", ["1h", "2d"])
def test_another_time_is_drawn_as_well(
    server: Prometheus, every: tuple[Board, ...], since: str
) -> None:
    """An hour and two days are as good as what the board has."""
    fleet = next(each for each in every if each.uid == "wk-pipeline")
    found = answers.answered(fleet, server, samples.END, since)
    assert make.failed(found) == ()
    assert found.choices.end - found.choices.start == {"1h": 3600, "2d": 172_800}[since]
