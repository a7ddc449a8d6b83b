"""What an aggregation yields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promql_parser import AggModifierType, StringLiteral

from generator.promql.faults import unknown_label
from generator.promql.inferred import GAUGE, NAME, NONE, both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promql_parser import AggregateExpr

    from generator.promql.faults import Fault
    from generator.promql.inferred import Inferred

_CHOOSING = ("topk", "bottomk")  # these return input samples whole, whatever they group by
_COUNTING = ("count", "count_values", "group")  # whose values are of no input's type


def aggregated(node: AggregateExpr, operand: Inferred, param: Inferred) -> Inferred:
    """The groups of ``operand`` that the aggregation makes; ``param`` is that of ``topk``."""
    result = operand if str(node.op) in _CHOOSING else _groups(node, operand)
    return result.after(param, operand).with_faults(_unknown_labels(node, operand))


def _groups(node: AggregateExpr, operand: Inferred) -> Inferred:
    op, groups = str(node.op), _grouped(node, operand)
    if op == "count_values" and isinstance(node.param, StringLiteral):
        added = {node.param.val} - {NAME}
        labels = None if groups.labels is None else groups.labels | added
        groups = groups.carrying(labels, groups.guaranteed | added)
    types = GAUGE if op in _COUNTING else operand.types
    return groups.valued(types, aggregated=True)


def _grouped(node: AggregateExpr, operand: Inferred) -> Inferred:
    if node.modifier is None:
        return operand.carrying(NONE, NONE)
    if node.modifier.type == AggModifierType.Without:
        return operand.without(*node.modifier.labels)
    by = frozenset(node.modifier.labels) - {NAME}
    return operand.carrying(both(operand.labels, by), operand.guaranteed & by)


def _unknown_labels(node: AggregateExpr, operand: Inferred) -> Iterator[Fault]:
    if node.modifier is None:
        return
    is_by = node.modifier.type == AggModifierType.By
    clause, effect = ("by", "has no such group") if is_by else ("without", "drops nothing")
    for label in node.modifier.labels:
        if label != NAME and not operand.can(label):
            clause_of = f"`{node.op} {clause} ({label})`"
            message = f"the operand of {clause_of} cannot carry `{label}`, so the result {effect}"
            yield unknown_label(label, operand.labels or (), message)
