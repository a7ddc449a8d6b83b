"""Targets of packs → monitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.compiler.context import Context


def monitors(context: Context) -> Iterator[ir.Monitor]:  # noqa: ARG001 - soon
    """The monitors of all packs that take part."""
    yield from ()
