"""No floor lies above its ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic
    from generator.spec import ModelSpec

CODE = Code(
    "ALERT404",
    "floor-above-ceiling",
    "No value can satisfy both, so one of the two alerts would fire for ever.",
    example("traffic: {min: 10, max: 1}"),
    example("traffic: {min: 1, max: 10}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Traffic and every quality metric of every model, overrides included."""
    for model in context.specs.models:
        for path, spec in context.variants(model):
            for field, low, high in _pairs(spec):
                if low is not None and high is not None and low > high:
                    yield CODE.at(
                        context.origin(model.place, (*path, *field, "min")),
                        f"the floor {low:g} lies above the ceiling {high:g}, "
                        "so one alert would always fire",
                        value=f"{low:g}",
                        fix=f"write min: {high:g} and max: {low:g}, or drop one of them",
                    )


def _pairs(spec: ModelSpec) -> Iterator[tuple[Path, float | None, float | None]]:
    yield ("traffic",), spec.traffic.min, spec.traffic.max
    for metric, bounds in spec.quality.items():
        yield ("quality", metric), bounds.min, bounds.max
