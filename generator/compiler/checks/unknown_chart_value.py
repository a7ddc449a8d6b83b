"""Every value of a chart that a spec sets is one that the chart reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack import charts, choices
from generator.diagnostics import Code, nearest
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.compiler.stack.choices import Choice
    from generator.diagnostics import Diagnostic

VALUES = "charts: {kube-prometheus-stack: {values: {prometheus: {prometheusSpec: {%s}}}}}"
CODE = Code(
    "K8S603",
    "unknown-chart-value",
    "A chart takes a key it does not know without a word, so a misspelt one changes nothing.",
    example(VALUES % "logLevle: debug"),
    example(VALUES % "logLevel: debug"),
)
Key = tuple[str, ...]


def check(context: Context) -> Iterator[Diagnostic]:
    """The values of every chart whose keys are known."""
    for each in choices.choices(context):
        if choices.known_major(each, context):
            yield from _values(each, context)


def _values(choice: Choice, context: Context) -> Iterator[Diagnostic]:
    chart = charts.known(context)[choice.chart]
    number = choices.major(choice.effective, chart)
    allowed = charts.keys(chart, number)
    values = choice.written.get("values")
    for path in charts.unknown(values if isinstance(values, dict) else {}, allowed):
        where: Path = (*choice.path, "values", *path)
        yield CODE.at(
            context.origin(choice.place, where, key=True),
            f"{charts.dotted(path)} is not among the known keys of {choice.chart} {number}.x, "
            "so the chart may not read it, and would not say so",
            value=path[-1],
            fix=_fix(path, allowed, chart.keys[number]),
        )


def _fix(path: Key, allowed: frozenset[Key], listed: str) -> str:
    """The known key that was meant: one beside it, or the same word elsewhere."""
    depth = len(path)
    below = sorted({key[depth] for key in allowed if key[:depth] == path})
    if below:
        return f"write a mapping with some of: {', '.join(each for each in below if each != '*')}"
    beside = {
        key[depth - 1] for key in allowed if len(key) >= depth and key[: depth - 1] == path[:-1]
    }
    near = nearest(path[-1], beside - {"*"})
    elsewhere = sorted(key for key in allowed if path[-1] in (key[-1], *key[-2:-1]))
    if near:
        return f"write {near}"
    if len(elsewhere) == 1:
        return f"write it as {charts.dotted(elsewhere[0])}"
    return f"look it up in the chart; if it is there, add it to generator/packs/{listed}"
