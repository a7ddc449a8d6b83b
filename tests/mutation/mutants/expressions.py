"""Mutants of one PromQL expression, made on its tree so that each of them parses.

promql_parser lets no operator be set: a changed node is printed, read again and put into a copy of
the tree. What it prints must then read as that tree, or the mutant is a bug of this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import promql_parser
from promql_parser import AggregateExpr, BinaryExpr, MatrixSelector, SubqueryExpr, VectorSelector

from . import nodes
from .guards import guards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promql_parser import Expr

FLIPS = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "!=", "!=": "=="}
EDGES = {">": ">=", "<": "<=", ">=": ">", "<=": "<"}
AGGREGATIONS = {"sum": "max", "avg": "max", "min": "max", "max": "sum", "count": "sum"}
SCALES = ("1.1", "0.9")
STRETCHES = (2.0, 0.5)
CONSTANT = re.compile(r"\w+:\w+:(effective_)?(max|min)")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of an expression; with ``skip``, a change that is not worth a run, and why."""

    kind: str
    what: str
    expr: str = ""
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A node and its replacement text, before it is put into the tree."""

    kind: str
    what: str
    text: str = ""
    skip: str = ""


def edits(expr: str, recorded: frozenset[str], *, signal: bool = False) -> Iterator[Edit]:
    """Every mutant of ``expr``. ``recorded`` series are made by rules, so they are no constants."""
    changes = _of_signal if signal else _of_alert
    tree = promql_parser.parse(expr)
    guarded = guards(tree)
    for index, (node, compared) in enumerate(_selected(tree)):
        if node is None:
            continue
        for change in changes(node, recorded):
            if change.kind == "edge" and node.prettify() in guarded:
                yield Edit(change.kind, change.what, skip="0 / 0 is above no limit")
            elif isinstance(node, VectorSelector) and not compared:
                yield Edit(change.kind, change.what, skip="only asked for, not compared")
            else:
                yield _edit(tree, index, change)


def _edit(tree: Expr, index: int, change: Change) -> Edit:
    if change.skip:
        return Edit(change.kind, change.what, skip=change.skip)
    text = _replaced(tree, index, promql_parser.parse(change.text))
    same = "the text stays as it is" if text == tree.prettify() else ""
    return Edit(change.kind, change.what, text, same)


def _selected(tree: Expr) -> list[tuple[Expr | None, bool]]:
    """Every node, children first, and whether it is compared with a finite value.

    None stands for a selector inside a range, which is changed with the range.
    """
    found: list[tuple[Expr | None, bool]] = []
    open_comparisons = 0

    def enter(node: Expr) -> None:
        nonlocal open_comparisons
        open_comparisons += nodes.is_finite_comparison(node)

    def leave(node: Expr) -> None:
        nonlocal open_comparisons
        open_comparisons -= nodes.is_finite_comparison(node)
        if isinstance(node, MatrixSelector):
            found[-1] = (None, False)
        found.append((node, open_comparisons > 0))

    promql_parser.transform(tree, enter, leave)
    return found


def _replaced(tree: Expr, index: int, new: Expr) -> str:
    seen = -1

    def visit(_: Expr) -> Expr | None:
        nonlocal seen
        seen += 1
        return new if seen == index else None

    changed = promql_parser.transform(tree, None, visit)
    text = changed.prettify()
    if repr(promql_parser.parse(text)) != repr(changed):
        raise AssertionError(f"this does not read as it was built:\n{text}")
    return text


def _of_alert(node: Expr, recorded: frozenset[str]) -> Iterator[Change]:
    if isinstance(node, BinaryExpr):
        yield from _comparison(node)
        yield from _literals(node)
        yield from _dropped(node)
    elif isinstance(node, VectorSelector):
        yield from _constant(node, recorded)
    yield from _ranges(node)


def _of_signal(node: Expr, _: frozenset[str]) -> Iterator[Change]:
    if isinstance(node, AggregateExpr) and str(node.op) in AGGREGATIONS:
        other = AGGREGATIONS[str(node.op)]
        yield Change("aggregation", f"{node.op} becomes {other}", nodes.aggregate(node, other))
    yield from _ranges(node)


def _comparison(node: BinaryExpr) -> Iterator[Change]:
    op = str(node.op)
    for kind, table in (("flip", FLIPS), ("edge", EDGES)):
        if op in table:
            what = f"{op} becomes {table[op]} in {nodes.short(node)}"
            yield Change(kind, what, nodes.binary(node, op=table[op]))


def _literals(node: BinaryExpr) -> Iterator[Change]:
    op = str(node.op)
    if op not in FLIPS and op not in {"*", "/"}:
        return
    for side, other in (("lhs", node.rhs), ("rhs", node.lhs)):
        value = nodes.number(getattr(node, side))
        if value is not None:
            for factor in SCALES:
                what = f"{value:g} times {factor} in {nodes.short(node)}"
                values = (value, value * float(factor))
                yield _scaled(node, side, values, what, whole=nodes.is_whole(other))


def _scaled(
    node: BinaryExpr, side: str, values: tuple[float, float], what: str, *, whole: bool
) -> Change:
    before, after = values
    op = str(node.op) if side == "rhs" else FLIPS.get(str(node.op), str(node.op))
    if not before:
        return Change("threshold", what, skip="0 times anything is 0")
    if op in {"==", "!="} and after < before:
        return Change("threshold", what, skip="another number like the larger one")
    if whole and nodes.same_for_whole_numbers(op, before, after):
        return Change("threshold", what, skip="the same for whole numbers")
    return Change("threshold", what, nodes.binary(node, **{side: f"{after:.12g}"}))


def _constant(node: VectorSelector, recorded: frozenset[str]) -> Iterator[Change]:
    text = node.prettify()
    plain = node.name or ""
    if CONSTANT.fullmatch(plain) and (plain not in recorded or ":effective_" in plain):
        for factor in SCALES:
            yield Change("threshold", f"{text} times {factor}", f"({text} * {factor})")


def _dropped(node: BinaryExpr) -> Iterator[Change]:
    if str(node.op) in {"and", "unless", "or"}:
        what = f"{node.op} {nodes.short(node.rhs)} dropped"
        yield Change("dropped", what, node.lhs.prettify())


def _ranges(node: Expr) -> Iterator[Change]:
    if isinstance(node, MatrixSelector | SubqueryExpr) and node.range is not None:
        seconds = node.range.total_seconds()
        for factor in STRETCHES:
            text = nodes.ranged(node, seconds * factor)
            what = f"{nodes.short(node)} becomes [{nodes.duration(seconds * factor)}]"
            yield Change("window", what, text)
