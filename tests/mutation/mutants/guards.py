"""Guards against a division by zero whose edge no test can tell: ``part / (whole > 0) > limit``.

Where every summand of the part is one of the whole and rates are never negative, a whole of 0 has
a part of 0, and 0 / 0 is above no limit: ``(whole >= 0)`` yields the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import promql_parser
from promql_parser import (
    AggModifierType,
    AggregateExpr,
    BinaryExpr,
    Call,
    MatrixSelector,
    ParenExpr,
)

from . import nodes

if TYPE_CHECKING:
    from promql_parser import Expr

RATES = frozenset({"rate", "increase"})


def guards(tree: Expr) -> frozenset[str]:
    """The text of each such ``whole > 0``, where it stands nowhere else in the expression."""
    everywhere: Counter[str] = Counter()
    proven: Counter[str] = Counter()

    def visit(node: Expr) -> None:
        if isinstance(node, BinaryExpr):
            everywhere[node.prettify()] += 1
            guard = _guard(node)
            if guard is not None:
                proven[guard.prettify()] += 1

    promql_parser.transform(tree, None, visit)
    return frozenset(text for text, count in proven.items() if everywhere[text] == count)


def _guard(node: BinaryExpr) -> BinaryExpr | None:
    """The guard in ``part / guard > limit``."""
    ratio = _bare(node.lhs)
    if str(node.op) not in {">", ">="} or not isinstance(ratio, BinaryExpr) or str(ratio.op) != "/":
        return None
    guard = _bare(ratio.rhs)
    if not isinstance(guard, BinaryExpr) or str(guard.op) != ">" or nodes.number(guard.rhs) != 0:
        return None
    return guard if _covers(guard.lhs, _bare(ratio.lhs)) else None


def _covers(whole: Expr, part: Expr, *, summed: bool = False) -> bool:
    """Whether ``part`` is 0 wherever ``whole`` is."""
    whole = _bare(whole)
    match whole:
        case BinaryExpr() if str(whole.op) == "+":
            # Inside a sum, a + b loses the series that only one side has.
            sides = (whole.lhs, whole.rhs)
            return not summed and any(_covers(side, part) for side in sides)
        case BinaryExpr() if str(whole.op) == "or":
            left = _covers(whole.lhs, part, summed=summed)
            return left and (summed or _covers(whole.rhs, part))
        case AggregateExpr() if _is_sum(whole) and isinstance(part, AggregateExpr):
            coarser = _is_sum(part) and _labels(whole) <= _labels(part)
            return coarser and _covers(whole.expr, _bare(part.expr), summed=True)
        case Call():
            return summed and _is_wider(whole, part)
    return False


def _bare(node: Expr) -> Expr:
    return _bare(node.expr) if isinstance(node, ParenExpr) else node


def _is_sum(node: AggregateExpr) -> bool:
    return (
        str(node.op) == "sum"
        and node.modifier is not None
        and node.modifier.type == AggModifierType.By
    )


def _labels(node: AggregateExpr) -> set[str]:
    return set(node.modifier.labels) if node.modifier else set()


def _is_wider(whole: Call, part: Expr) -> bool:
    """Whether both are the same rate, and the whole has every series of the part."""
    if not isinstance(part, Call) or whole.func.name not in RATES:
        return False
    wide, narrow = whole.args[0], part.args[0]
    if not isinstance(wide, MatrixSelector) or not isinstance(narrow, MatrixSelector):
        return False
    selectors = wide.vector_selector, narrow.vector_selector
    matched = [set(map(str, each.matchers.matchers)) for each in selectors]
    shifts = [(each.name, each.offset, str(each.at)) for each in selectors]
    same = whole.func.name == part.func.name and wide.range == narrow.range
    return same and shifts[0] == shifts[1] and matched[0] <= matched[1]
