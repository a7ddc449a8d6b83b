"""Strings, numbers, bounds, durations and selectors come out as both parsers read them."""

from __future__ import annotations

from decimal import Decimal

import promql_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.promql import duration, le, matchers, number, quote, selector

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.from_regex(r"[a-zA-Z_:][a-zA-Z0-9_:]*", fullmatch=True) | TEXT.filter(bool)


@given(TEXT)
def test_a_quoted_text_reads_back_as_itself(text: str) -> None:
    """promql_parser reads from a quoted string the text that was put in."""
    tree = promql_parser.parse(quote(text))
    assert isinstance(tree, promql_parser.StringLiteral)
    assert tree.val == text


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('a "b" \\c', r'"a \"b\" \\c"'),
        ("line\nline\ttab", r'"line\nline\ttab"'),
        ("\x00\x7f\u2028\ufffd\U000e0001", r'"\x00\x7f\u2028\ufffd\U000e0001"'),
        ("günstig 模型", '"günstig 模型"'),
    ],
)
def test_only_what_must_be_escaped_is(text: str, quoted: str) -> None:
    """Letters of any script stay readable; quotes and invisible characters are escaped."""
    assert quote(text) == quoted


def test_half_a_character_is_refused() -> None:
    """A lone surrogate has no UTF-8 form, so no PromQL text can hold it."""
    with pytest.raises(ValueError, match=r"U\+D800"):
        quote("\ud800")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (5, "5"),
        (100, "100"),
        (0.05, "0.05"),
        (1 - 0.999, "0.001"),
        (1 - 0.99999, "0.00001"),
        (0.1 + 0.2, "0.3"),
        (1000.1 * 3, "3000.3"),
        (14.4 * (1 - 0.999), "0.0144"),
        (1 / 3, "0.333333333333333"),
        (1 - Decimal("0.999999"), "0.000001"),
        (1e-8, "0.00000001"),
        (1.5e-20, "1.5e-20"),
        (1e15, "1000000000000000"),
        (-2e20, "-2e20"),
        (float("inf"), "Inf"),
        (float("-inf"), "-Inf"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_are_short_and_without_binary_noise(value: float | Decimal, text: str) -> None:
    """A number is written as a person would write it."""
    assert number(value) == text


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(-40, 20))
def test_a_decimal_of_12_digits_survives(digits: int, exponent: int) -> None:
    """A float that stands for a decimal of up to 12 digits is written exactly."""
    value = float(f"{digits}e{exponent}")
    assert float(number(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_float_loses_more_than_noise(value: float) -> None:
    """Whatever the float, promql_parser reads the number within one part in 10^9."""
    tree = promql_parser.parse(number(abs(value)))
    assert isinstance(tree, promql_parser.NumberLiteral)
    assert tree.val == pytest.approx(abs(value), rel=1e-9, abs=0)


@pytest.mark.parametrize(
    ("bound", "label"),
    [
        (0, "0.0"),
        (0.25, "0.25"),
        (1, "1.0"),
        (10.0, "10.0"),
        (123456.5, "123456.5"),
        (604800, "604800.0"),
        (1_000_000, "1e+06"),
        (1_234_567, "1.234567e+06"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (1.5e300, "1.5e+300"),
        (float("inf"), "+Inf"),
        (float("-inf"), "-Inf"),
    ],
)
def test_bounds_are_labelled_as_prometheus_3_stores_them(bound: float, label: str) -> None:
    """These labels were read back from a Prometheus 3 that had scraped such buckets."""
    assert le(bound) == label


def test_a_bound_that_is_no_number_is_refused() -> None:
    """NaN bounds no bucket."""
    with pytest.raises(ValueError, match="NaN"):
        le(float("nan"))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (90, "1m30s"),
        (3600, "1h"),
        (86400, "1d"),
        (7 * 86400, "1w"),
        (8 * 86400, "8d"),
        (30 * 86400, "30d"),
        (365 * 86400, "1y"),
        (694861, "8d1h1m1s"),
    ],
)
def test_durations_are_canonical(seconds: int, text: str) -> None:
    """A duration is written as Prometheus prints it."""
    assert duration(seconds) == text


@given(st.integers(1, 10**9))
def test_a_duration_reads_back(seconds: int) -> None:
    """promql_parser reads a written duration as the same seconds."""
    assert promql_parser.parse_duration(duration(seconds)).total_seconds() == seconds


def test_a_negative_duration_is_refused() -> None:
    """Time does not run back."""
    with pytest.raises(ValueError, match="-1"):
        duration(-1)


def test_selectors_are_sorted_and_quoted() -> None:
    """Labels come in order of name, odd names in quotes, no labels without braces."""
    assert selector("up") == "up"
    assert selector("up", name="n", job='a"b') == r'up{job="a\"b",name="n"}'
    assert selector("my.metric", x="y") == '{"my.metric",x="y"}'
    assert matchers({"service.name": "ray"}) == '{"service.name"="ray"}'
    assert matchers({}) == ""


def test_a_selector_needs_a_name() -> None:
    """Without a name a selector would read every metric."""
    with pytest.raises(ValueError, match="name"):
        selector("")


@given(NAMES, st.dictionaries(NAMES.filter(lambda name: name != "__name__"), TEXT))
def test_a_selector_reads_back(name: str, labels: dict[str, str]) -> None:
    """promql_parser reads from a selector the name and the labels that were put in."""
    tree = promql_parser.parse(selector(name, **labels))
    assert isinstance(tree, promql_parser.VectorSelector)
    read = {matcher.name: matcher.value for matcher in tree.matchers.matchers}
    assert read.pop("__name__", tree.name) == name
    assert read == labels
