"""What is inferred of an expression; each node's value is made of those of its operands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.promql.types import MetricType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.promql.faults import Fault

NONE: frozenset[str] = frozenset()
GAUGE = frozenset({MetricType.GAUGE})
NAME = "__name__"


@dataclass(frozen=True, slots=True)
class Inferred:
    """The samples an expression can yield, ``__name__`` left out.

    ``labels`` are those that some sample can carry, None if anything is possible (an unknown
    metric); ``guaranteed`` those that every sample carries. ``reads`` are the metrics selected.
    ``types`` are the metric types that the values still have; ``aggregated`` says that they are
    sums (or the like) of series; ``scalar``, that there are no samples but one number or string.
    """

    labels: frozenset[str] | None = NONE
    guaranteed: frozenset[str] = NONE
    faults: tuple[Fault, ...] = ()
    reads: frozenset[str] = NONE
    types: frozenset[MetricType] = frozenset()
    aggregated: bool = False
    scalar: bool = False

    def can(self, label: str) -> bool:
        """Whether some sample may carry the label."""
        return self.labels is None or label in self.labels

    def with_faults(self, faults: Iterable[Fault]) -> Inferred:
        """The same samples with more faults."""
        more = tuple(faults)
        return replace(self, faults=(*self.faults, *more)) if more else self

    def carrying(self, labels: frozenset[str] | None, guaranteed: frozenset[str]) -> Inferred:
        """The same values under other labels; what cannot be there is not guaranteed."""
        kept = (guaranteed if labels is None else guaranteed & labels) - {NAME}
        # Built and not replaced, here and below: replace() costs three times as much.
        faults, reads, types = self.faults, self.reads, self.types
        return Inferred(labels, kept, faults, reads, types, self.aggregated, self.scalar)

    def valued(self, types: frozenset[MetricType], *, aggregated: bool = False) -> Inferred:
        """The same labels with values of other types."""
        labels, sure, faults, reads = self.labels, self.guaranteed, self.faults, self.reads
        return Inferred(labels, sure, faults, reads, types, aggregated, self.scalar)

    def without(self, *labels: str) -> Inferred:
        """The same values, the labels dropped."""
        left = None if self.labels is None else self.labels - {*labels}
        return self.carrying(left, self.guaranteed - {*labels})

    def after(self, *operands: Inferred) -> Inferred:
        """The same samples with the reads and faults of the operands they come from."""
        reads = frozenset[str]().union(*(operand.reads for operand in operands))
        faults = tuple(fault for operand in operands for fault in operand.faults)
        labels, sure, types = self.labels, self.guaranteed, self.types
        return Inferred(labels, sure, faults, reads, types, self.aggregated, self.scalar)


SCALAR = Inferred(scalar=True)


def either(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    """The labels possible on one side or the other."""
    return None if left is None or right is None else left | right


def both(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    """The labels possible on both sides; None, anything, is the neutral element."""
    if left is None or right is None:
        return right if left is None else left
    return left & right
