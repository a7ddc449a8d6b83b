"""What packs let through → network policies of the stack's namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.compiler.context import Context


def policies(context: Context) -> Iterator[ir.Policy]:  # noqa: ARG001 - soon
    """The policies of all packs that take part."""
    yield from ()
