"""Infers what an expression yields and what is wrong with it, without running it.

The rules of each node are those of Prometheus 3; tests/promql/test_against_promtool.py holds them
against a real one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from promql_parser import (
    AggregateExpr,
    BinaryExpr,
    Call,
    MatrixSelector,
    ParenExpr,
    SubqueryExpr,
    UnaryExpr,
    VectorSelector,
)

from generator.promql.aggregations import aggregated
from generator.promql.binary import combined
from generator.promql.faults import Fault, FaultKind
from generator.promql.functions import called
from generator.promql.inferred import SCALAR, Inferred
from generator.promql.selectors import selected
from generator.promql.syntax import parse

if TYPE_CHECKING:
    from promql_parser import Expr

    from generator.promql.selectors import Lookup


def infer(expr: str, lookup: Lookup) -> Inferred:
    """The labels, reads and faults of ``expr``; ``lookup`` knows the series of a metric name.

    A fault made twice is told once. Never raises for what ``expr`` says: text that is not PromQL
    is one SYNTAX fault.
    """
    try:
        found = _of(parse(expr), lookup)
    except ValueError as refused:
        return _refused(expr, str(refused))
    except RecursionError:
        return _refused(expr, "nested too deeply")
    return replace(found, faults=tuple(dict.fromkeys(found.faults))) if found.faults else found


def _refused(expr: str, why: str) -> Inferred:
    return Inferred(labels=None, faults=(Fault(FaultKind.SYNTAX, why, expr.strip()),))


def _of(node: Expr, lookup: Lookup) -> Inferred:
    result = SCALAR
    match node:
        case VectorSelector():
            result = selected(node, lookup)
        case MatrixSelector():
            result = selected(node.vector_selector, lookup)
        case ParenExpr() | SubqueryExpr() | UnaryExpr():
            result = _of(node.expr, lookup)
        case AggregateExpr():
            param = _of(node.param, lookup) if node.param else SCALAR
            result = aggregated(node, _of(node.expr, lookup), param)
        case Call():
            result = called(node, tuple(_of(arg, lookup) for arg in node.args))
        case BinaryExpr():
            result = combined(node, _of(node.lhs, lookup), _of(node.rhs, lookup))
    return result
