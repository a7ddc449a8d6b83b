"""No value of a chart that a spec sets wins over one that the rest of the spec decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack import charts, choices, values
from generator.diagnostics import Code
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.compiler.context import Context
    from generator.compiler.stack.charts import Entry, Path
    from generator.compiler.stack.choices import Choice
    from generator.diagnostics import Diagnostic

CODE = Code(
    "K8S608",
    "worked-out-value",
    "Routes, names, selectors and sizes are proven as the spec has them, and a value of a chart "
    "wins over them without a word: what was proven is then not what runs.",
    example(
        "charts: {kube-prometheus-stack: {values: {prometheus: {prometheusSpec: {retention: 9d}}}}}"
    ),
    example("metrics: {retention: 9d}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The values of every chart whose keys are known."""
    for each in choices.choices(context):
        if choices.known_major(each, context):
            yield from _values(each, context)


def _values(choice: Choice, context: Context) -> Iterator[Diagnostic]:
    chart = charts.known(context)[choice.chart]
    major = choices.major(choice.effective, chart)
    written = choice.written.get("values")
    tree = written if isinstance(written, dict) else {}
    unknown = set(charts.unknown(tree, charts.keys(chart, major)))
    leaves = {path: value for path, value in values.flatten(tree) if path not in unknown}
    for entry, path in _changed(leaves, charts.entries(chart, major)):
        yield CODE.at(
            context.origin(choice.place, (*choice.path, "values", *path), key=True),
            f"{charts.dotted(entry.key)} of {choice.chart} is worked out from the spec, and this "
            f"would win over it: {entry.harm}",
            value=path[-1],
            fix=f"{entry.instead}, or take this out" if entry.instead else "take this out",
        )


def _changed(
    leaves: Mapping[Path, object], entries: Iterable[Entry]
) -> Iterator[tuple[Entry, Path]]:
    """Each key that is ours and is changed, with the part of it that is written.

    A null may hide several of them; the first tells enough.
    """
    seen: set[Path] = set()
    for entry in entries:
        if entry.harm:
            fixed = entry.key[:-1] if entry.key[-1] == "*" else entry.key
            changed = (path for path, value in leaves.items() if _wins(path, value, fixed))
            first = next(changed, None)
            if first and first[: len(fixed)] not in seen:
                seen.add(first[: len(fixed)])
                yield entry, first[: len(fixed)]


def _wins(path: Path, value: object, fixed: Path) -> bool:
    """Whether a leaf is below a key, or in place of a mapping that has it."""
    if len(path) < len(fixed):
        return path == fixed[: len(path)] and value != {}
    return path[: len(fixed)] == fixed
