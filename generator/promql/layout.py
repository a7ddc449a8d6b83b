"""Lays an expression out over lines, operators in front, so that a review shows what changed.

promql_parser prints each node; here it is only decided where lines break.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from promql_parser import AggregateExpr, BinaryExpr, Call, ParenExpr, SubqueryExpr, UnaryExpr

if TYPE_CHECKING:
    from promql_parser import Expr

WIDTH = 90
_INDENT = "  "
_OPENED = re.compile(r"\(\s*\n\s*")
_CLOSED = re.compile(r"\s*\n\s*\)")
_BROKEN = re.compile(r"\s*\n\s*")


def layout(node: Expr, width: int = WIDTH, *, broken: bool = False) -> list[str]:  # noqa: PLR0911 - one per kind of node
    """The lines of ``node``: one if it fits in ``width`` characters and need not be ``broken``."""
    whole = one_line(node)
    if len(whole) <= width and not broken:
        return [whole]
    match node:
        case BinaryExpr():
            return _binary(node, whole, width)
        case ParenExpr():
            return ["(", *_indented(layout(node.expr, width - 2)), ")"]
        case AggregateExpr():
            head = whole[: -len(one_line(node.expr)) - 1]
            return [head.rstrip(), *_indented(layout(node.expr, width - 2)), ")"]
        case Call():
            return _call(node, whole, width)
        case SubqueryExpr():
            lines = layout(node.expr, width)
            return [*lines[:-1], lines[-1] + whole[len(one_line(node.expr)) :]]
        case UnaryExpr():
            lines = layout(node.expr, width)
            return [whole[: -len(one_line(node.expr))] + lines[0], *lines[1:]]
    return [whole]


def one_line(node: Expr) -> str:
    """``node`` on one line. Strings hold no line breaks, so only layout is taken out."""
    text = _CLOSED.sub(")", _OPENED.sub("(", node.prettify()))
    return _BROKEN.sub(" ", text).strip()


def _binary(node: BinaryExpr, whole: str, width: int) -> list[str]:
    left, right = one_line(node.lhs), one_line(node.rhs)
    operator = whole[len(left) : -len(right)].strip()
    if len(f"{operator} {right}") <= width:
        tail = [f"{operator} {right}"]
    elif isinstance(node.rhs, ParenExpr | AggregateExpr | Call):
        opening, *rest = layout(node.rhs, width, broken=True)
        tail = [f"{operator} {opening}", *rest]
    else:
        tail = [operator, *_indented(layout(node.rhs, width - 2))]
    return [*layout(node.lhs, width), *tail]


def _call(node: Call, whole: str, width: int) -> list[str]:
    name = whole[: whole.index("(") + 1]
    lines = [name]
    for argument in node.args:
        found = _indented(layout(argument, width - 2))
        lines += [*found[:-1], found[-1] + ","]
    return [*lines[:-1], lines[-1].removesuffix(","), ")"]


def _indented(lines: list[str]) -> list[str]:
    return [_INDENT + line for line in lines]
