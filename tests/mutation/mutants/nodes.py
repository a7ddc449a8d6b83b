"""PromQL nodes printed with one part changed, and what can be said of their values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from promql_parser import (
    AggModifierType,
    AggregateExpr,
    BinaryExpr,
    Call,
    LabelModifierType,
    NumberLiteral,
    ParenExpr,
    UnaryExpr,
    VectorMatchCardinality,
    VectorSelector,
)

from generator import promql

if TYPE_CHECKING:
    from promql_parser import Expr, MatrixSelector, SubqueryExpr

SHOWN = 90
GROUPS = (
    (VectorMatchCardinality.ManyToOne, "group_left"),
    (VectorMatchCardinality.OneToMany, "group_right"),
)
COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
WHOLE_CALLS = frozenset({"changes", "count_over_time", "resets", "round"})
WHOLE_IN_WHOLE_OUT = frozenset({"max", "min", "sum"})


def binary(node: BinaryExpr, op: str = "", lhs: str = "", rhs: str = "") -> str:
    """The node with another operator or another side."""
    left, right = lhs or _operand(node.lhs), rhs or _operand(node.rhs)
    return f"{left} {op or node.op} {_matching(node)}{right}"


def _operand(node: Expr) -> str:
    text = node.prettify()
    return f"({text})" if isinstance(node, BinaryExpr | UnaryExpr) else text


def _matching(node: BinaryExpr) -> str:
    found = node.modifier
    if found is None:
        return ""
    text = "bool " if found.return_bool else ""
    if found.matching is not None:
        word = "on" if found.matching.type == LabelModifierType.Include else "ignoring"
        text += f"{word} ({', '.join(found.matching.labels)}) "
    for card, word in GROUPS:
        if found.card == card:
            text += f"{word} ({', '.join(found.group_labels or ())}) "
    return text


def aggregate(node: AggregateExpr, op: str) -> str:
    """The aggregation with another operator and without a parameter."""
    by = ""
    if node.modifier is not None:
        word = "by" if node.modifier.type == AggModifierType.By else "without"
        by = f"{word} ({', '.join(node.modifier.labels)}) "
    return f"{op} {by}({node.expr.prettify()})"


def ranged(node: MatrixSelector | SubqueryExpr, seconds: float) -> str:
    """The node with another range; what follows it, as an offset, stays."""
    # The range stands in the last brackets: strings that hold brackets come before it.
    before, _, after = node.prettify().rpartition("[")
    inside, _, rest = after.partition("]")
    _, colon, step = inside.partition(":")
    return f"{before}[{duration(seconds)}{colon}{step}]{rest}"


def duration(seconds: float) -> str:
    """``seconds`` as PromQL; below one second there is no window worth a mutant."""
    return promql.duration(max(1, int(seconds)))


def short(node: Expr) -> str:
    """The node on one line, cut in the middle where it is long."""
    text = " ".join(node.prettify().split())
    half = SHOWN // 2
    return text if len(text) <= SHOWN else f"{text[:half]} … {text[-half:]}"


def number(node: Expr) -> float | None:
    """The value of a number literal."""
    if isinstance(node, ParenExpr):
        return number(node.expr)
    return node.val if isinstance(node, NumberLiteral) else None


def is_finite_comparison(node: Expr) -> bool:
    """Whether the node compares, and not merely with infinity."""
    if not isinstance(node, BinaryExpr) or str(node.op) not in COMPARISONS:
        return False
    values = (number(node.lhs), number(node.rhs))
    return not any(value is not None and math.isinf(value) for value in values)


def is_whole(node: Expr) -> bool:
    """Whether every value of the node is known to be a whole number."""
    match node:
        case ParenExpr():
            return is_whole(node.expr)
        case BinaryExpr() if str(node.op) in COMPARISONS | {"and", "unless"}:
            return is_whole(node.lhs)
        case AggregateExpr():
            op = str(node.op)
            return op == "count" or (op in WHOLE_IN_WHOLE_OUT and is_whole(node.expr))
        case Call():
            return node.func.name in WHOLE_CALLS and len(node.args) == 1
        case VectorSelector():
            return node.name == "up"
    return False


def same_for_whole_numbers(op: str, before: float, after: float) -> bool:
    """Whether ``op`` splits the whole numbers at ``before`` as it does at ``after``."""
    rounded = math.floor if op in {">", "<="} else math.ceil
    return op in {">", "<", ">=", "<="} and rounded(before) == rounded(after)
