"""Numbers, axes and words of the pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from generator.ir.boards import Board, Color, Panel, PanelKind, Query, Row, Source, Step
from generator.preview import answers, draw, graph, legend, make, style, ticks, units
from generator.preview.answers import Answered, Drawn, Series
from generator.preview.choices import Choices, filled, seconds
from generator.preview.states import Run, runs

CHOICES = Choices(until=1800, start=0, end=1800, step=60, values={"team": ".+"})
EVIL = "</svg><script>alert('x')</script>\x00\ud800\u2028{{]]>"


def panel(kind: PanelKind = PanelKind.GRAPH, **more: object) -> Panel:
    """A panel that is eight columns wide."""
    query = Query("A", "up", "{{pod}}")
    given = {"unit": "ratio", "queries": (query,), **more}
    return Panel(title="T", description="D", kind=kind, id=7, x=0, y=1, **given)  # type: ignore[arg-type] # typed by the class, not by a dict


def of(shown: Panel, *series: Series) -> tuple[Drawn, Answered]:
    """The panel with its answers, on a board of its own."""
    board = Board("b", "B", "", "f", "p", (Row(1, "R", 0, (shown,)),), (Source.METRICS,))
    drawn = Drawn(shown, series)
    return drawn, Answered(board, CHOICES, {shown.id: drawn})


def line(name: str, *values: float, limit: bool = False, **labels: str) -> Series:
    """A value a minute."""
    points = tuple((60.0 * index, value) for index, value in enumerate(values))
    return Series(labels, name, points, "A", limit)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (0.25, "seconds", None, "250 ms"),
        (90.0, "seconds", None, "1.5 min"),
        (0.0, "seconds", None, "0 s"),
        (-7200.0, "seconds", None, "-2 h"),
        (1500.0, "milliseconds", None, "1.5 s"),
        (2 * 2**30, "bytes", None, "2 GiB"),
        (2048.0, "mebibytes", None, "2 GiB"),
        (2**20, "bytes/s", None, "1 MiB/s"),
        (0.9995, "ratio", 2, "99.95%"),
        (0.00042, "ratio", None, "0.042%"),
        (41.0, "celsius", None, "41 °C"),
        (12_300.0, "requests/s", None, "12.3k req/s"),
        (0.5, "runs/s", None, "0.5/s"),
        (3.0, "models", 0, "3"),
        (-0.0001, "ratio", 0, "0%"),
        (1e15, "models", None, "1000T"),
    ],
)
def test_a_number_has_its_unit(value: float, unit: str, decimals: int | None, text: str) -> None:
    """Prefixes, percentages and decimals are those that a person would write."""
    assert units.written(value, unit, decimals) == text


def test_a_time_is_how_long_ago_it_was() -> None:
    """Moments are shown from now, before and after it."""
    assert units.written(1000, "timestamp", now=1000) == "now"
    assert units.written(1000, "timestamp", now=1000 + 5400) == "1.5 h ago"
    assert units.written(1000 + 120, "timestamp", now=1000) == "in 2 min"


@pytest.mark.parametrize(
    ("values", "unit", "bounds", "words"),
    [
        ([0.0, 0.41], "ratio", (0.0, 1.0), ["0%", "50%", "100%"]),
        ([1.0, 5.0], "models", (0.0, None), ["0", "2", "4", "6"]),
        ([0.0, 300.0], "seconds", (0.0, None), ["0 min", "2 min", "4 min", "6 min"]),
        ([7.0, 7.0], "models", (0.0, None), ["0", "5", "10"]),
        ([], "ratio", (0.0, None), ["0%", "50%", "100%"]),
        ([3e9], "bytes", (0.0, None), ["0 GiB", "1 GiB", "2 GiB", "3 GiB"]),
        ([1e-9, 2e-9], "seconds", (0.0, None), ["0.000 µs", "0.001 µs", "0.002 µs"]),
    ],
)
def test_an_axis_has_round_numbers(
    values: list[float], unit: str, bounds: tuple[float | None, float | None], words: list[str]
) -> None:
    """Steps are round in the unit that is shown, and the axis holds every value."""
    axis = ticks.values(values, unit, bounds, 3)
    assert [text for _, text in axis.ticks] == words
    assert all(axis.low <= value <= axis.high for value in values)


def test_every_tick_of_an_axis_is_drawn() -> None:
    """Vega would leave out every other one of the numbers that it is given."""
    found, board = of(panel(low=0, high=1), line("a", *([0.5] * 30)))
    text = draw.body(found, board, (520, 264))
    assert all(f">{each}%</text>" in text for each in (0, 20, 40, 60, 80, 100))


def test_what_a_server_says_is_text_and_nothing_else() -> None:
    """Labels with markup, or with characters that no picture can hold, break nothing."""
    name = answers.clean(EVIL)
    series = line(name, *([1.0] * 30), pod=name, le="1")
    for kind in PanelKind:
        _, board = of(panel(kind, words=((1, name, Color.BAD),)), series)
        for body in make.files(board).files.values():
            assert b"<script" not in body
        ET.fromstring(make.files(board).files["b.svg"])  # noqa: S314 - our own text


def test_a_long_legend_says_how_many_lines_it_leaves_out() -> None:
    """Two hundred lines take no more room than a third of the panel."""
    series = [line(f"pod-{n}", 1.0, 2.0) for n in range(200)]
    found, board = of(panel(), *series)
    text = draw.body(found, board, (520, 264))
    shown = text.count(">pod-")
    assert 0 < shown < 30
    assert f"and {200 - shown} more" in text
    entries = [legend.Entry(each, "#fff", dashed=False) for each in series]
    assert legend.lines(entries, (520, 264), ("ratio", None)) * legend.LINE < 264 * 0.4


def test_a_limit_is_a_dashed_line() -> None:
    """It is drawn in the colour of what is bad, and has no area."""
    found, board = of(panel(), line("a", 0.1, 0.2), line("most", 0.5, 0.5, limit=True))
    text = draw.body(found, board, (520, 264))
    assert 'stroke-dasharray="7,5"' in text
    assert style.SHADES[Color.BAD] in text


def test_colours_of_lines_follow_their_names() -> None:
    """A pattern of the panel wins; the rest takes the palette in order."""
    shown = panel(colors=(("^5", Color.BAD),))
    series = [line("200", 1), line("503", 1), line("404", 1)]
    expected = [style.PALETTE[0], style.SHADES[Color.BAD], style.PALETTE[1]]
    assert graph.colors(shown, series) == expected


def test_lines_break_where_values_are_missing() -> None:
    """Two hours without a value are a hole and no straight line."""
    holed = Series({}, "a", ((0.0, 1.0), (60.0, 1.0), (600.0, 2.0)), "A")
    assert [value for _, value in graph.gapped(holed, CHOICES)] == [1.0, 1.0, None, 2.0]


def test_a_state_lasts_while_its_value_does() -> None:
    """Runs end where the value changes or where there is a hole."""
    points = ((0.0, 1.0), (60.0, 1.0), (120.0, 0.0), (600.0, 0.0))
    expected = [Run(0, 120, 1), Run(120, 180, 0), Run(600, 660, 0)]
    assert list(runs(points, 60)) == expected


def test_a_value_has_the_colour_of_its_step() -> None:
    """The last step that it reaches counts; without steps it means nothing."""
    steps = (Step(None, Color.BAD), Step(0, Color.WARNING), Step(0.25, Color.GOOD))
    found = [style.stepped(value, steps) for value in (-1, 0, 0.2, 0.25)]
    assert found == [Color.BAD, Color.WARNING, Color.WARNING, Color.GOOD]
    assert style.stepped(3, ()) is Color.NEUTRAL


def test_queries_are_filled_in_and_unknown_names_stay() -> None:
    """What nobody defined is seen in the answer, not swallowed here."""
    assert filled('up{team=~"$team", a="${team:regex}", b="$c"}', CHOICES) == (
        'up{team=~".+", a=".+", b="$c"}'
    )
    assert filled('label_replace(up, "a", "$1", "b", "(.+)")', CHOICES).count("$1") == 1


def test_how_far_back_is_a_time() -> None:
    """Hours and days are; numbers alone, nothing and centuries are not."""
    assert [seconds(each) for each in ("5m", "6h", "7d")] == [300, 21_600, 604_800]
    for wrong in ("", "6", "0h", "-6h", "6 h", "99999999d", "٣h", "1s"):
        with pytest.raises(ValueError, match="is no time"):
            seconds(wrong)


def luminance(color: str) -> float:
    """Of WCAG."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("color", "least"),
    [
        *((each, 4.5) for each in (style.TEXT, style.MUTED, style.LINK, *style.SHADES.values())),
        *((each, 3.0) for each in style.PALETTE),
    ],
)
def test_contrast_is_enough(color: str, least: float) -> None:
    """Text reaches 4.5 to 1 on its card and lines 3 to 1, as WCAG AA has it."""
    contrast = (luminance(color) + 0.05) / (luminance(style.CARD) + 0.05)
    assert contrast >= least
