"""What a function call yields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promql_parser import MatrixSelector, ParenExpr, StringLiteral, ValueType, VectorSelector

from generator.promql.faults import Fault, FaultKind, shown
from generator.promql.inferred import GAUGE, SCALAR, Inferred
from generator.promql.relabel import joined, replaced, unknown_sources
from generator.promql.selectors import absent
from generator.promql.types import MetricType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promql_parser import Call, Expr

_NEED_COUNTER = ("rate", "irate", "increase", "resets")
_NEED_GAUGE = ("delta", "idelta", "deriv", "predict_linear")
_NEED_LE = ("histogram_quantile", "histogram_fraction")
_ABSENT = ("absent", "absent_over_time")
_KEEP_TYPE = ("sort", "sort_desc", "first_over_time", "last_over_time", "vector")
_SOURCES = {"label_replace": slice(2, 3), "label_join": slice(2, None)}  # among the strings
_COUNTABLE = frozenset({MetricType.COUNTER, MetricType.UNKNOWN})


def called(node: Call, args: tuple[Inferred, ...]) -> Inferred:
    """The result of a call; ``args`` are its arguments in order, inferred."""
    operands = [arg for arg in args if not arg.scalar]
    operand = operands[0] if operands else Inferred()
    result = _result(node, operand).after(*args)
    return result.with_faults((*_value_faults(node, operand), *_label_faults(node, operand)))


def _result(node: Call, operand: Inferred) -> Inferred:
    name = node.func.name
    if node.func.return_type == ValueType.Scalar:
        return SCALAR
    if name == "label_replace":
        return replaced(operand, *_strings(node))
    if name == "label_join":
        return joined(operand, *_strings(node))
    if name in _KEEP_TYPE:
        return operand
    if name in _ABSENT:
        return _absence(_unwrapped(node.args[0])).valued(GAUGE)
    gauge = operand.valued(GAUGE)
    return gauge.without("le") if name in _NEED_LE else gauge


def _strings(node: Call) -> tuple[str, ...]:
    args = (_unwrapped(arg) for arg in node.args)
    return tuple(arg.val for arg in args if isinstance(arg, StringLiteral))


def _absence(node: Expr) -> Inferred:
    """Only a selector tells absent() its labels, not an expression or a subquery around one."""
    if isinstance(node, MatrixSelector):
        return absent(node.vector_selector)
    return absent(node) if isinstance(node, VectorSelector) else Inferred()


def _unwrapped(node: Expr) -> Expr:
    while isinstance(node, ParenExpr):
        node = node.expr
    return node


def _value_faults(node: Call, operand: Inferred) -> Iterator[Fault]:
    name, is_counter = node.func.name, MetricType.COUNTER in operand.types
    wrong = " or ".join(sorted(operand.types - _COUNTABLE))
    if name in _NEED_COUNTER and is_counter and operand.aggregated:
        message = f"`{name}` over a sum of counters takes the restart of one for a reset of all"
        yield Fault(FaultKind.RATE_AFTER_SUM, message, shown(node))
    elif name in _NEED_COUNTER and wrong:
        message = f"`{name}` takes every fall of a {wrong} for the reset of a counter"
        yield Fault(FaultKind.NOT_A_COUNTER, message, shown(node))
    elif name in _NEED_GAUGE and is_counter:
        message = f"`{name}` takes the reset of a counter for a fall of its value"
        yield Fault(FaultKind.COUNTER_AS_GAUGE, message, shown(node))


def _label_faults(node: Call, operand: Inferred) -> Iterator[Fault]:
    name = node.func.name
    if name in _NEED_LE and not operand.can("le"):
        message = f"`{name}` finds no buckets: its operand cannot carry `le`"
        yield Fault(FaultKind.QUANTILE_WITHOUT_LE, message, shown(node))
    if name in _SOURCES:
        yield from unknown_sources(operand, _strings(node)[_SOURCES[name]])
