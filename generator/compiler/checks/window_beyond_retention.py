"""No objective looks back further than samples are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code
from generator.promql import duration
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "ALERT403",
    "window-beyond-retention",
    "Samples older than the retention are gone, "
    "so the window would silently be shorter than it says.",
    example("objectives: {availability: {target: 99%, window: 180d}}"),
    example("objectives: {availability: {target: 99%, window: 28d}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The windows of every model, overrides included."""
    if not context.specs.platforms:
        return
    kept = context.platform.metrics.retention
    for model in context.specs.models:
        for path, spec in context.variants(model):
            objectives = spec.objectives
            for name, objective in (
                ("availability", objectives.availability),
                ("latency", objectives.latency),
            ):
                if objective and objective.window and objective.window > kept:
                    yield CODE.at(
                        context.origin(model.place, (*path, "objectives", name, "window")),
                        f"samples are kept for {duration(kept)}, "
                        f"so a window of {duration(objective.window)} is never full",
                        value=duration(objective.window),
                        fix=f"write {duration(kept)} or less, "
                        "or raise spec.metrics.retention of the platform",
                    )
