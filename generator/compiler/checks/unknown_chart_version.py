"""No chart is installed in a major version whose keys nobody checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack import charts, choices
from generator.diagnostics import Code
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "K8S602",
    "unknown-chart-version",
    "A chart renames its keys between major versions and takes old ones without a word, "
    "so what is generated for another version may do nothing.",
    example("charts: {kube-prometheus-stack: {version: 91.0.0}}"),
    example("charts: {kube-prometheus-stack: {version: 88.5.2}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The versions that a spec chooses; our own are checked by tests."""
    known = charts.known(context)
    for each in choices.choices(context):
        if each.chart not in known or "version" not in each.written:
            continue
        if not choices.known_major(each, context):
            chart = known[each.chart]
            majors = " or ".join(f"{major}.x" for major in sorted(chart.keys))
            yield CODE.at(
                context.origin(each.place, (*each.path, "version")),
                f"values are generated for {each.chart} {majors}; "
                "this version may not know their keys, and would not say so",
                value=each.effective.version,
                fix=f"write {chart.version}, which was checked, or another {majors}",
            )
