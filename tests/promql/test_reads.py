"""Which metrics an expression names."""

from __future__ import annotations

import pytest

from generator import packs, promql


@pytest.mark.parametrize(
    ("expr", "names"),
    [
        ("1", set()),
        ("a", {"a"}),
        ("rate(a[5m]) / on (x) group_left () b", {"a", "b"}),
        ("topk(scalar(a), b) or absent(-(c offset 5m))", {"a", "b", "c"}),
        ("max_over_time((a > 1)[1h:5m])", {"a"}),
        ('{__name__="a"} + {__name__=~"b|c"}', {"a", "b", "c"}),
        ('{job="x"}', set()),
    ],
)
def test_every_selector_is_read(expr: str, names: set[str]) -> None:
    """Wherever in an expression a metric is selected, it is among what it reads."""
    assert promql.reads(expr) == names


def test_it_is_what_inference_finds() -> None:
    """For each alert and signal of the packs, both ways name the same metrics."""
    every = [alert.expr for pack in packs.discover() for alert in pack.alerts]
    assert len(every) > 100
    for expr in every:
        assert promql.reads(expr) == promql.infer(expr, lambda _: None).reads


def test_what_is_no_promql_is_refused() -> None:
    """It reads nothing, which is not the same as naming no metric."""
    with pytest.raises(ValueError, match="unclosed left parenthesis"):
        promql.reads("sum(")
