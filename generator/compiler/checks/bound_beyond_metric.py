"""No bound on a quality metric lies where the metric never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

# Shares and scores that end at 1; anything else may be any number.
TO_ONE = frozenset(
    (
        "accuracy",
        "auc",
        "f1",
        "faithfulness",
        "hit_rate",
        "map",
        "mrr",
        "ndcg",
        "precision",
        "recall",
    )
)
CODE = Code(
    "ALERT406",
    "bound-beyond-metric",
    "The metric runs from 0 to 1: a floor of 80 is never reached, so its alert fires for ever.",
    example("quality: {accuracy: {min: 80}}"),
    example("quality: {accuracy: {min: 80%}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Floors and ceilings of every model, overrides included."""
    for model in context.specs.models:
        for path, spec in context.variants(model):
            for metric in sorted(TO_ONE & spec.quality.keys()):
                bounds = spec.quality[metric]
                for side, value in (("min", bounds.min), ("max", bounds.max)):
                    if value is not None and not 0 <= value <= 1:
                        yield CODE.at(
                            context.origin(model.place, (*path, "quality", metric, side)),
                            f"{metric} runs from 0 to 1, so a {side} of {value:g} is never met "
                            "or never broken",
                            value=f"{value:g}",
                            fix=f"write {value / 100:g} or {value:g}%",
                        )
