"""Specs → who is told of which alert in one environment, and the tests that prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site
    from generator.compiler.context import Context
    from generator.spec.platform import PlatformEnvironment


def routing(environment: PlatformEnvironment, context: Context) -> ir.Routing:  # noqa: ARG001 - soon
    """The tree of one environment's Alertmanager."""
    return ir.Routing(ir.Route(""), ())


def tests(site: Site, context: Context) -> Iterator[ir.RouteTest]:  # noqa: ARG001 - soon
    """Every alert with the receivers that the spec wants told of it."""
    yield from ()
