"""Uniform layout never changes what an expression means."""

from __future__ import annotations

import promql_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.promql import pretty

KEPT = (
    "a offset -5m",
    "max_over_time(rate(a[5m])[1h:1m] @ end() offset 1d)",
    "a == bool on (x) group_left () b",
    "a * on () group_right (y, z) b",
    "a unless ignoring (x) b or c and d",
    'label_replace(a, "d", "$1", "s", "(.*)\\\\.x")',
    'a{x="\\"q\\" \\\\ \\n é"}',
    "(a - b) - (c - d) ^ -e",
    "-(a + b) ^ 2",
    "topk without (x) (5, a)",
)
LONG = "sum by (model) (rate(http_requests_total{code=~\"5..\",job='serving'}[5m]))"

ATOMS = st.sampled_from(["a", 'b{x="1"}', "rate(c[5m])", "1", "-d", "vector(0)", "e offset 1h"])
EXPRS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "^", "/ on (x)"]), inner),
        st.builds("({} {} {})".format, ATOMS, st.sampled_from(["-", "*", "> bool"]), inner),
        st.builds("sum by (long_label_name) ({})".format, inner),
        st.builds("max_over_time(({})[1h:1m])".format, inner),
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("expr", KEPT)
def test_what_is_pretty_stays(expr: str) -> None:
    """Modifiers, precedence, escapes and subqueries survive."""
    assert pretty(expr) == expr


def test_spacing_is_uniform() -> None:
    """Space, quotes and the place of `by` are evened out, comments dropped."""
    assert pretty("sum(a{x='1',} )by(y)/b # ratio") == 'sum by (y) (a{x="1"}) / b'


def test_a_long_expression_is_broken_into_lines() -> None:
    """Over 90 characters, each operator starts a line."""
    lines = pretty(f"{LONG} / {LONG.replace('5..', '...')} > 0.5").split("\n")
    assert [line[0] for line in lines[1:]].count("/") == 1
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    "expr",
    [
        "a * ignoring () group_left () b",  # the printer drops what group_left needs
        r'a{x="\x00"}',  # the printer writes the character itself
        r'a{x="\ufffd"}',  # which Prometheus takes for broken UTF-8
        "a @ -5",  # read as `@ 0`
    ],
)
def test_what_the_printer_gets_wrong_is_left_alone(expr: str) -> None:
    """Where promql_parser prints something else than it read, the text stays the author's."""
    assert pretty(f"  {expr}\n") == expr


@pytest.mark.parametrize(
    "expr", ["", "sum(", "nope(a)", "info(a)", "limitk(1, a)", "a + fill(0) b"]
)
def test_what_prometheus_refuses_is_refused(expr: str) -> None:
    """Broken and experimental PromQL raises."""
    with pytest.raises(ValueError, match=r"\w"):
        pretty(expr)


@given(EXPRS)
def test_pretty_is_idempotent_and_keeps_the_tree(expr: str) -> None:
    """Laying out twice changes nothing, and both parse as the expression did."""
    try:
        tree = repr(promql_parser.parse(expr))
    except ValueError:
        return
    text = pretty(expr)
    assert pretty(text) == text
    assert repr(promql_parser.parse(text)) == tree
