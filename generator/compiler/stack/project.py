"""Releases and overlays → Argo CD's applications and the project that confines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.catalog import Site
    from generator.compiler.context import Context


def applications(
    site: Site,  # noqa: ARG001 - soon
    releases: tuple[ir.Release, ...],  # noqa: ARG001 - soon
    context: Context,  # noqa: ARG001 - soon
) -> Iterator[ir.Application]:
    """The applications of one environment."""
    yield from ()


def project(context: Context, sites: tuple[ir.Site, ...]) -> ir.Project | None:  # noqa: ARG001 - soon
    """The project, if the spec says where the repository is."""
    return None
