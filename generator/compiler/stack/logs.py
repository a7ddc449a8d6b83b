"""Log alerts of packs → rule sets for Loki's ruler."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.compiler.context import Context


def rule_sets(context: Context) -> Iterator[ir.LogRuleSet]:  # noqa: ARG001 - soon
    """One per pack that has log alerts."""
    yield from ()
