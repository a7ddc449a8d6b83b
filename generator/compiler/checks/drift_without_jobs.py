"""No model with data to compare where the platform runs no drift jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import compared
from generator.diagnostics import Code
from generator.spec.examples import drifting, model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

DATA = "reference: s3://example-data/reference.parquet, current: s3://example-data/latest/"
CODE = Code(
    "K8S610",
    "drift-without-results",
    "The platform says where drift jobs keep their results; without that none is generated.",
    model(f"drift: {{{DATA}}}"),
    drifting(DATA),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every model with data, unless an environment has jobs: then the others do without."""
    if not context.specs.stacks or any(each.drift for each in context.specs.stacks.values()):
        return
    if any(_written(each.place, context) for each in context.specs.platforms):
        return
    for each in compared(context):
        yield CODE.at(
            each.origin(context, "reference"),
            "the platform has no place for results of drift jobs, so this would never be compared",
            value=each.spec.drift.reference,
            fix="add drift: {results: s3://<bucket>/<folder>} or drift: {volume: {}} "
            "to the platform",
        )


def _written(place: Place, context: Context) -> bool:
    """Whether something is written there that was refused, which is reported elsewhere."""
    spec = context.sources.document(place).get("spec")
    return isinstance(spec, dict) and "drift" in spec
