"""A latency objective's threshold is one of the bucket bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.fields import seconds
from generator.diagnostics import Code
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec import ModelSpec

CODE = Code(
    "ALERT402",
    "latency-threshold-is-no-bucket",
    "A histogram only counts up to its bucket bounds; "
    "between two of them nobody knows how many were quick enough.",
    example("objectives: {latency: {target: 95%, threshold: 300ms}}"),
    example("objectives: {latency: {target: 95%, threshold: 250ms}}"),
)


def buckets(spec: ModelSpec, runtime: Pack) -> tuple[float, ...]:
    """The bucket bounds of a model in seconds: its own where it sets them, else its runtime's."""
    return spec.serving.buckets or runtime.latency_buckets


def check(context: Context) -> Iterator[Diagnostic]:
    """The latency objective of every model, overrides included."""
    for model in context.specs.models:
        for path, spec in context.variants(model):
            runtime, objective = context.runtimes.get(spec.serving.runtime), spec.objectives.latency
            bounds = buckets(spec, runtime) if runtime else ()
            if objective and bounds and objective.threshold not in bounds:
                near = min(bounds, key=lambda bound: abs(bound - objective.threshold))
                yield CODE.at(
                    context.origin(model.place, (*path, "objectives", "latency", "threshold")),
                    f"{seconds(objective.threshold)} is no bucket bound of this model, "
                    "so nothing can be counted against it",
                    value=f"{seconds(objective.threshold)}",
                    fix=f"write {seconds(near)}, or choose from: {', '.join(map(seconds, bounds))}",
                )
