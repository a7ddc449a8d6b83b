"""Reads PromQL as a Prometheus without feature flags would."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

import promql_parser
from promql_parser import (
    AggregateExpr,
    BinaryExpr,
    Call,
    MatrixSelector,
    ParenExpr,
    StringLiteral,
    SubqueryExpr,
    UnaryExpr,
    VectorSelector,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promql_parser import Expr

# promql_parser 0.12 recurses without a bound: some 5000 nested nodes end the process.
_NODES = re.compile(r"[-+*/%^<>(]|[=!]=|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)
_MOST_NODES = 2000
_EXPERIMENTAL_AGGREGATIONS = frozenset({"limitk", "limit_ratio"})


@functools.lru_cache(maxsize=2048)  # a rule is proven, searched for what it reads and printed
def parse(expr: str) -> Expr:
    """The syntax tree of ``expr``, which nobody may change.

    Raises:
        ValueError: Prometheus would refuse ``expr``; the message says why, in one line.
    """
    if len(_NODES.findall(expr)) > _MOST_NODES:
        raise ValueError(f"more than {_MOST_NODES} operators and calls in one expression")
    tree = _read(expr)
    for node in nodes(tree):
        if reason := _refusal(node):
            raise ValueError(reason)
    return tree


def ungraphed(expr: str) -> str:
    """What an expression yields that has no place in a graph; nothing where it has one.

    Raises:
        ValueError: ``expr`` is not PromQL.
    """
    node = parse(expr)
    while isinstance(node, ParenExpr):
        node = node.expr
    if isinstance(node, MatrixSelector | SubqueryExpr):
        return "all samples of a range"
    return "a text" if isinstance(node, StringLiteral) else ""


def _read(expr: str) -> Expr:
    try:
        tree: Expr = promql_parser.parse(expr)
    except (ValueError, OverflowError) as refused:
        raise ValueError(" ".join(str(refused).split())) from refused
    except BaseException as panic:  # an endless `offset inf` panics, which is no Exception
        if type(panic).__name__ != "PanicException":
            raise
        raise ValueError(str(panic)) from panic
    return tree


def nodes(tree: Expr) -> Iterator[Expr]:
    """The tree and all below it."""
    # promql_parser.walk copies every subtree it visits: 400 terms take it a minute.
    waiting: list[Expr] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case ParenExpr() | SubqueryExpr() | UnaryExpr():
                waiting.append(node.expr)
            case AggregateExpr():
                waiting += [part for part in (node.expr, node.param) if part is not None]
            case BinaryExpr():
                waiting += [node.lhs, node.rhs]
            case Call():
                waiting += node.args


def _refusal(node: Expr) -> str:
    """Why Prometheus refuses a node that promql_parser takes, or an empty string."""
    match node:
        case Call() if node.func.experimental:
            return f"{node.func.name}() is experimental and off in Prometheus by default"
        case AggregateExpr() if str(node.op) in _EXPERIMENTAL_AGGREGATIONS:
            return f"{node.op}() is experimental and off in Prometheus by default"
        case BinaryExpr() if node.modifier and _fills(node):
            return "fill modifiers are experimental and off in Prometheus by default"
        case VectorSelector() if node.matchers.or_matchers:
            return "`or` between label matchers is not PromQL"
        case MatrixSelector():
            return _refusal(node.vector_selector)
    return ""


def _fills(node: BinaryExpr) -> bool:
    fills = node.modifier.fill_values if node.modifier else None
    return fills is not None and (fills.lhs is not None or fills.rhs is not None)
