"""What can be wrong with an expression, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.diagnostics import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from promql_parser import Expr


class FaultKind(StrEnum):
    """The kinds of fault, by what an author did."""

    SYNTAX = "syntax"
    UNKNOWN_METRIC = "unknown-metric"
    UNKNOWN_LABEL = "unknown-label"
    NOT_A_COUNTER = "not-a-counter"
    COUNTER_AS_GAUGE = "counter-as-gauge"
    RATE_AFTER_SUM = "rate-after-sum"
    QUANTILE_WITHOUT_LE = "quantile-without-le"
    MATCHING_NEVER = "matching-never"
    GROUP_SIDE = "group-side"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an expression.

    ``message`` is a clause: what is wrong and what follows. ``part`` is the metric, the label or
    the sub-expression at fault; ``near`` a known name that looks like it, if there is one.
    """

    kind: FaultKind
    message: str
    part: str
    near: str = ""


def unknown_label(label: str, known: Iterable[str], message: str) -> Fault:
    """The fault of naming a label that cannot be there."""
    return Fault(FaultKind.UNKNOWN_LABEL, message, label, nearest(label, known))


def shown(node: Expr) -> str:
    """A sub-expression on one line, for ``part``."""
    return re.sub(r"\s*\n\s*", " ", node.prettify()).strip()


def listed(names: Iterable[str]) -> str:
    """Names in reading order, for a message: ```job`, `model```."""
    return ", ".join(f"`{name}`" for name in sorted(names))
