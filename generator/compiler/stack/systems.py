"""Which systems are observed, and by which files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.compiler.context import Context


def systems(context: Context, sites: tuple[ir.Site, ...]) -> Iterator[ir.System]:  # noqa: ARG001 - soon
    """One per pack that takes part."""
    yield from ()
