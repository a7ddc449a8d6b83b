"""What a vector selector yields: which metrics it names, which labels they carry."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING

from promql_parser import MatchOp, MatrixSelector, VectorSelector

from generator.promql.faults import Fault, FaultKind, shown, unknown_label
from generator.promql.inferred import NAME, Inferred, either
from generator.promql.syntax import nodes, parse
from generator.promql.types import MetricType

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from promql_parser import Matcher

    from generator.promql.types import SeriesType

    Lookup: TypeAlias = Callable[[str], SeriesType | None]

_ALTERNATIVES = re.compile(r"[a-zA-Z_:][\w:]*(\|[a-zA-Z_:][\w:]*)*", re.ASCII)


def selected(node: VectorSelector, lookup: Lookup) -> Inferred:
    """The union of the metrics a selector names, as its matchers leave it."""
    names = _names(node)
    if not names:
        message = "the metrics read cannot be told from this selector, so nothing about it is known"
        fault = Fault(FaultKind.UNKNOWN_METRIC, message, shown(node))
        return Inferred(None, _matched(node), (fault,), types=frozenset({MetricType.UNKNOWN}))
    found = reduce(_union, (_metric(name, lookup) for name in names))
    return _narrowed(node, found)


def reads(expr: str) -> frozenset[str]:
    """The metrics that an expression names, known or not.

    Raises:
        ValueError: ``expr`` is not PromQL.
    """
    found: set[str] = set()
    for node in nodes(parse(expr)):
        if isinstance(node, MatrixSelector):
            found.update(_names(node.vector_selector))
        elif isinstance(node, VectorSelector):
            found.update(_names(node))
    return frozenset(found)


def absent(node: VectorSelector) -> Inferred:
    """The sample that tells of absence: what the selector equates, sure if it asks no more."""
    equated, asked = _matched(node), [matcher.name for matcher in node.matchers.matchers]
    return Inferred(equated, frozenset(name for name in equated if asked.count(name) == 1))


def _names(node: VectorSelector) -> tuple[str, ...]:
    if node.name:
        return (node.name,)
    for matcher in node.matchers.matchers:
        if matcher.name == NAME and matcher.op == MatchOp.Equal:
            return (matcher.value,)
        if matcher.name == NAME and matcher.op == MatchOp.Re:
            known = _ALTERNATIVES.fullmatch(matcher.value)
            return tuple(matcher.value.split("|")) if known else ()
    return ()


def _metric(name: str, lookup: Lookup) -> Inferred:
    series = lookup(name)
    if series is None:
        message = f"no known metric is called `{name}`, so this selects nothing"
        fault = Fault(FaultKind.UNKNOWN_METRIC, message, name)
        unknown = frozenset({MetricType.UNKNOWN})
        return Inferred(None, faults=(fault,), reads=frozenset({name}), types=unknown)
    types = frozenset({series.type})
    return Inferred(series.labels, series.labels, reads=frozenset({name}), types=types)


def _union(left: Inferred, right: Inferred) -> Inferred:
    labels = either(left.labels, right.labels)
    joint = Inferred(labels, left.guaranteed & right.guaranteed, types=left.types | right.types)
    return joint.after(left, right)


def _narrowed(node: VectorSelector, found: Inferred) -> Inferred:
    emptied = {m.name for m in node.matchers.matchers if m.op == MatchOp.Equal and not m.value}
    faults = [
        unknown_label(matcher.name, found.labels or (), _never_carries(found, matcher))
        for matcher in node.matchers.matchers
        if matcher.name != NAME and not found.can(matcher.name)
    ]
    sure = found.guaranteed | _matched(node)
    return found.carrying(found.labels, sure).without(*emptied).with_faults(faults)


def _matched(node: VectorSelector) -> frozenset[str]:
    equal = (m for m in node.matchers.matchers if m.op == MatchOp.Equal and m.value)
    return frozenset(matcher.name for matcher in equal if matcher.name != NAME)


def _never_carries(found: Inferred, matcher: Matcher) -> str:
    metrics = " and ".join(f"`{name}`" for name in sorted(found.reads))
    return f"{metrics} never carries `{matcher.name}`, so `{matcher}` matches all series or none"
