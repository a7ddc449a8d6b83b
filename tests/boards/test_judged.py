"""Numbers of models against their own bounds."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from generator.catalog.judged import COLORS
from generator.ir.boards import Color, PanelKind, Step
from generator.preview import stat
from generator.preview.answers import Answered, Drawn, Series
from generator.preview.choices import Choices
from generator.preview.style import SHADES
from tests.boards import shipped
from tests.boards.yields import Case, panel, proven, query

if TYPE_CHECKING:
    from pathlib import Path

PAST, WITHIN, WITHOUT = "past the bound", "within the bound", "without a bound"
OF_A = '{model_name="a"'
IDENTITY = {f'model:identity{{model_name="{name}",team="owner",tier="1"}}': "1x60" for name in "ab"}
# What is shown, what it is compared with, and a bad value.
NUMBERS = {
    "Features drifted": ("model_data_drift_share_ratio", "model:drift_share:effective_max", 0.5),
    "Failing": ("model:error_ratio:rate5m", "model:error_ratio:effective_max", 0.5),
    "p95 latency": ("model:latency_seconds:p95", "model:latency_p95:effective_max", 0.5),
    "Trained ago": ("model:training_age:seconds", "model:training_age_seconds:effective_max", 0.5),
    "Accuracy": ("model:quality_score:min", "model:quality:min", 0.1),
}
BOUND = 0.2
PAST_STEPS = (Step(None, Color.GOOD), Step(1.001, Color.BAD))  # at its bound nothing fires
SCORES = {
    'model_data_drift_score{model_name="a",feature="age"}': "0.5x60",
    'model_data_drift_score{model_name="b",feature="age"}': "0.2x60",
    'model:drift_score:effective_max{model_name="a"}': "1x60",
    'model:drift_score:effective_max{model_name="b"}': "0.1x60",
}
REQUESTS = "model_prediction_requests_total"


@pytest.mark.parametrize("title", NUMBERS)
def test_a_number_knows_the_bound_of_its_model(tmp_path: Path, title: str) -> None:
    """What the alert would compare says whether it is past the bound, at it, or has none."""
    name, limit, bad = NUMBERS[title]
    labels = f'{OF_A},metric="accuracy"}}' if title == "Accuracy" else f"{OF_A}}}"
    found = query(panel("wk-model", "Now", title))
    bound = {f"{limit}{labels}": f"{BOUND}x60"}
    proven(
        tmp_path,
        Case(found, {f"{name}{labels}": f"{bad}x60"} | bound, {f'{{is="{PAST}"}}': bad}),
        Case(found, {f"{name}{labels}": f"{BOUND}x60"} | bound, {f'{{is="{WITHIN}"}}': BOUND}),
        Case(found, {f"{name}{labels}": f"{bad}x60"}, {f'{{is="{WITHOUT}"}}': bad}),
        Case(found, bound, {}),
    )


@pytest.mark.parametrize("title", NUMBERS)
def test_a_number_past_its_bound_is_red(title: str) -> None:
    """The words of the query are those that the colours in Grafana go by."""
    found = panel("wk-model", "Now", title)
    by_words = {
        words: next((color for pattern, color in found.colors if re.search(pattern, words)), None)
        for words in (PAST, WITHIN, WITHOUT)
    }
    assert by_words == {PAST: Color.BAD, WITHIN: Color.GOOD, WITHOUT: None}
    (text,) = (text for path, text in shipped.files().items() if path.endswith("/wk-model.json"))
    (drawn,) = (
        each
        for each in json.loads(text)["panels"]
        if each["title"] == title and each["type"] == "stat"
    )
    assert drawn["options"]["colorMode"] == "background"
    assert drawn["targets"][0]["legendFormat"] == "{{is}}"
    shades = {
        each["matcher"]["options"]: each["properties"][0]["value"]["fixedColor"]
        for each in drawn["fieldConfig"]["overrides"]
    }
    assert shades == {"/^past /": "red", "/^within /": "green"}


def test_a_number_has_no_colour_of_a_line() -> None:
    """A p95 that is drawn in amber is no warning when it stands alone."""
    shown = [panel for board in shipped.found() for row in board.rows for panel in row.panels]
    numbers = [each for each in shown if each.kind is PanelKind.STAT and each.colors]
    assert {each.colors for each in numbers} == {COLORS}
    assert {each.title for each in numbers} == {*NUMBERS}


@pytest.mark.parametrize(("words", "color"), [(PAST, Color.BAD), (WITHIN, Color.GOOD)])
def test_a_preview_has_the_same_colour(words: str, color: Color) -> None:
    """The picture of a number is in the colour of what its query says of it."""
    (board,) = (each for each in shipped.found() if each.uid == "wk-model")
    found = panel("wk-model", "Now", "Failing")
    drawn = Drawn(found, (Series({}, words, ((60.0, 0.5),), "A"),))
    picture = stat.drawn(drawn, Answered(board, Choices(60, 0, 60, 60)), (180, 120))
    assert f'fill="{SHADES[color]}"' in picture


def test_features_are_ranked_by_how_far_past_their_bound_they_are(tmp_path: Path) -> None:
    """A small distance of a strict method comes before a large one of another, and is red."""
    found = panel("wk-drift", "Models", "The 20 features furthest away, of their bound")
    ranks = {'{model_name="a", feature="age"}': 0.5, '{model_name="b", feature="age"}': 2.0}
    proven(tmp_path, Case(query(found), SCORES | IDENTITY, ranks))
    assert found.steps == PAST_STEPS


def test_a_share_of_drift_is_shown_as_a_part_of_what_is_accepted(tmp_path: Path) -> None:
    """The table is sorted by it, and red above it; a bound of nought can be exceeded too."""
    found = panel("wk-drift", "Models", "Models by drift")
    (column,) = (each for each in found.columns if each.title == found.sort)
    shares = {f'model_data_drift_share_ratio{{model_name="{name}"}}': "0.5x60" for name in "ab"}
    limits = {
        'model:drift_share:effective_max{model_name="a"}': "0.2x60",
        'model:drift_share:effective_max{model_name="b"}': "0x60",
    }
    parts = {'{model_name="a"}': 2.5, '{model_name="b"}': 500.0}
    proven(tmp_path, Case(query(found, column.ref), shares | limits | IDENTITY, parts))
    assert column.steps == PAST_STEPS


def test_no_panel_shows_two_budgets_on_one_axis() -> None:
    """Latency may allow fifty times what availability does, whose breach would not be seen."""
    (board,) = (each for each in shipped.found() if each.uid == "wk-model")
    (row,) = (each for each in board.rows if each.title == "Objectives")
    drawn = [
        [query.expr for query in panel.queries if "slo_budget:ratio" in query.expr]
        for panel in row.panels
    ]
    limits = [found for (found,) in (each for each in drawn if each)]
    assert [re.findall('slo="([a-z]+)"', limit) for limit in limits] == [
        ["availability"],
        ["latency"],
    ]


def test_a_budget_has_an_owner(tmp_path: Path) -> None:
    """Whoever looks at the lowest budgets sees whom to ask."""
    found = panel("wk-slo", "Budgets", "The 50 lowest budgets")
    (ref,) = (each.ref for each in found.columns if each.title == "Target")
    assert "team" in [column.label for column in found.columns]
    of_a = f'{OF_A},slo="latency"'
    series = {
        f"model:error_budget:remaining_ratio{of_a}}}": "0.5x60",
        f'model:slo:effective_objective{of_a},le="0.5"}}': "0.99x60",
    }
    wanted = {'{model_name="a", slo="latency", team="owner"}': 0.99}
    proven(tmp_path, Case(query(found, ref), series | IDENTITY, wanted))


def test_a_metric_with_a_floor_and_no_score_says_so(tmp_path: Path) -> None:
    """A floor is drawn either way; its name tells whether anybody measured."""
    found = panel("wk-model", "Quality", "Other quality metrics")
    floors = {f'model:quality:min{OF_A},metric="{name}"}}': "0.5x60" for name in ("f1", "auc")}
    once = {f'model:quality_score:min{OF_A},metric="f1"}}': "_x20 0.7 _x40"}
    wanted = {
        '{metric="f1", is="floor"}': 0.5,
        '{metric="auc", is="floor, not measured"}': 0.5,
    }
    proven(tmp_path, Case(query(found, "B"), floors | once, wanted))


def test_predictions_that_fail_are_not_hidden_by_those_that_succeed(tmp_path: Path) -> None:
    """They have a graph of their own, with a line at 0 as long as there are none."""
    found = query(panel("wk-model", "Traffic and errors", "Predictions that did not succeed"))
    good = {f'{REQUESTS}{OF_A},status="success"}}': "0+60x60"}
    bad = {f'{REQUESTS}{OF_A},status="cancelled"}}': "0+6x60"}
    proven(
        tmp_path,
        Case(found, good, {'{status="error"}': 0}),
        Case(found, good | bad, {'{status="cancelled"}': 0.1}),
        Case(found, {}, {}),
    )


def test_classes_are_the_most_frequent_of_the_time_shown(tmp_path: Path) -> None:
    """Eleven classes: the rarest of the hour is left out, even if it is the only one now."""
    found = query(panel("wk-model", "Quality", "Confidence by class"))
    series: dict[str, str] = {}
    wanted: dict[str, float] = {}
    for number in range(11):
        often = "0+60x60" if number else "0x55 0+60x5"
        of = f'{OF_A},class="c{number}"}}'
        series[f"model_prediction_confidence_count{of}"] = often
        series[f"model_prediction_confidence_sum{of}"] = often
        wanted |= {f'{{class="c{number}"}}': 1.0} if number else {}
    proven(tmp_path, Case(found, series, wanted))
