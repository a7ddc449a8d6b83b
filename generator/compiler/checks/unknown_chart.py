"""Every chart that a spec changes is one of those that packs install."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack import charts, choices
from generator.diagnostics import Code, nearest
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "K8S601",
    "unknown-chart",
    "Nothing is installed under a name that no chart has, so what is said of it goes nowhere.",
    example("charts: {kube-prometheus-stak: {version: 88.5.3}}"),
    example("charts: {kube-prometheus-stack: {version: 88.5.3}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The names below ``charts``, of the platform and of each environment."""
    known = charts.known(context)
    for each in choices.choices(context):
        if each.chart not in known:
            near = nearest(each.chart, known)
            yield CODE.at(
                context.origin(each.place, each.path, key=True),
                f"no chart is called {each.chart!r}, so this would change nothing",
                value=each.chart,
                fix=f"write {near}" if near else f"write one of: {', '.join(sorted(known))}",
            )
