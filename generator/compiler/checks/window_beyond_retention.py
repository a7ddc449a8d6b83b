"""No objective looks back further than samples are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, Diagnostic
from generator.promql import duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context

HEAD = "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: example}\nspec:\n  owner: ml-risk\n  tier: 1\n  task: ranking\n"
CODE = Code(
    "ALERT403",
    "window-beyond-retention",
    "Samples older than the retention are gone, so the window would silently be shorter than it says.",
    HEAD + "  objectives: {availability: {target: 99%, window: 180d}}\n",
    HEAD + "  objectives: {availability: {target: 99%, window: 28d}}\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The windows of every model, overrides included."""
    if not context.specs.platforms:
        return
    kept = context.platform.metrics.retention
    for model in context.specs.models:
        for path, spec in context.variants(model):
            objectives = spec.objectives
            for name, objective in (("availability", objectives.availability), ("latency", objectives.latency)):
                if objective and objective.window and objective.window > kept:
                    yield CODE.at(
                        context.origin(model.place, (*path, "objectives", name, "window")),
                        f"samples are kept for {duration(kept)}, so a window of {duration(objective.window)} is never full",
                        value=duration(objective.window),
                        fix=f"write {duration(kept)} or less, or raise spec.metrics.retention of the platform",
                    )
