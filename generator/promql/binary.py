"""What a binary operator yields, after resultMetric() and the set operators of Prometheus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from promql_parser import LabelModifierType, VectorMatchCardinality

from generator.promql.faults import Fault, FaultKind, listed, shown, unknown_label
from generator.promql.inferred import GAUGE, NAME, NONE, SCALAR, Inferred, both, either

if TYPE_CHECKING:
    from collections.abc import Iterator

    from promql_parser import BinaryExpr, BinModifier

_COMPARISONS = ("==", "!=", ">", "<", ">=", "<=")


@dataclass(frozen=True, slots=True)
class _Matching:
    """The labels that two samples must agree on: ``names``, or all but ``names``."""

    on: bool
    names: frozenset[str]

    def known(self, labels: frozenset[str]) -> frozenset[str]:
        return labels & self.names if self.on else labels - self.names

    def possible(self, labels: frozenset[str] | None) -> frozenset[str] | None:
        if labels is None:
            return self.names if self.on else None
        return self.known(labels)


def combined(node: BinaryExpr, left: Inferred, right: Inferred) -> Inferred:
    """The result of a binary operation on the two sides, inferred."""
    if left.scalar or right.scalar:
        vector = right if left.scalar else left
        return (SCALAR if vector.scalar else vector).after(left, right)
    matching = _matching(node.modifier)
    faults = (*_match_faults(node, matching, left, right), *_include_faults(node, left, right))
    return _result(node, matching, left, right).after(left, right).with_faults(faults)


def _matching(modifier: BinModifier | None) -> _Matching:
    if modifier is None or modifier.matching is None:
        return _Matching(on=False, names=NONE)
    names = frozenset(modifier.matching.labels) - {NAME}
    return _Matching(modifier.matching.type == LabelModifierType.Include, names)


def _result(node: BinaryExpr, matching: _Matching, left: Inferred, right: Inferred) -> Inferred:
    op = str(node.op)
    if op in ("and", "unless"):
        return left
    if op == "or":
        labels, sure = either(left.labels, right.labels), left.guaranteed & right.guaranteed
        summed = left.aggregated or right.aggregated
        return Inferred(labels, sure, types=left.types | right.types, aggregated=summed)
    filters = op in _COMPARISONS and not (node.modifier and node.modifier.return_bool)
    sides = _sides(node, left, right)
    if sides is None:
        shared = both(matching.possible(left.labels), matching.possible(right.labels))
        result = left.carrying(shared, matching.known(left.guaranteed | right.guaranteed))
    else:
        result = _included(*sides)
    return result if filters else result.valued(GAUGE)


def _sides(
    node: BinaryExpr, left: Inferred, right: Inferred
) -> tuple[frozenset[str], Inferred, Inferred] | None:
    """The included labels, the many side, the one side; None for one-to-one and set operators."""
    card = node.modifier.card if node.modifier else VectorMatchCardinality.OneToOne
    include = frozenset(node.modifier.group_labels or ()) if node.modifier else NONE
    if card == VectorMatchCardinality.ManyToOne:
        return include - {NAME}, left, right
    if card == VectorMatchCardinality.OneToMany:
        return include - {NAME}, right, left
    return None


def _included(include: frozenset[str], many: Inferred, one: Inferred) -> Inferred:
    """The many side, its included labels taken from the one side, or dropped if it has none."""
    rest = many.without(*include)
    labels = either(rest.labels, both(one.labels, include))
    return many.carrying(labels, rest.guaranteed | (one.guaranteed & include))


def _match_faults(
    node: BinaryExpr, matching: _Matching, left: Inferred, right: Inferred
) -> Iterator[Fault]:
    # `or` needs no match: it adds the right side's samples where there is none.
    never = NONE if str(node.op) == "or" else _never(matching, left, right)
    if never:
        message = f"no two samples of `{node.op}` match: only one side carries {listed(never)}"
        yield Fault(FaultKind.MATCHING_NEVER, message, shown(node))
    known = (left.labels or NONE) | (right.labels or NONE)
    for label in sorted(matching.names - never):
        lacking = [side.can(label) for side in (left, right)].count(False)
        if lacking > (0 if matching.on else 1):
            clause = "on" if matching.on else "ignoring"
            who = "one side cannot" if lacking == 1 else "neither side can"
            yield unknown_label(label, known, f"`{clause}` names `{label}`, which {who} carry")


def _never(matching: _Matching, left: Inferred, right: Inferred) -> frozenset[str]:
    """The labels that every sample of one side carries and none of the other can."""
    sure_left, sure_right = matching.known(left.guaranteed), matching.known(right.guaranteed)
    only_left = {label for label in sure_left if not right.can(label)}
    return frozenset(only_left | {label for label in sure_right if not left.can(label)})


def _include_faults(node: BinaryExpr, left: Inferred, right: Inferred) -> Iterator[Fault]:
    include, many, one = _sides(node, left, right) or (NONE, left, right)
    for label in sorted(label for label in include if not one.can(label)):
        message = f"the one side cannot carry `{label}`, so the group clause drops it"
        if many.can(label):
            yield Fault(FaultKind.GROUP_SIDE, message, label)
        else:
            yield unknown_label(label, one.labels or (), message)
