"""No latency threshold lies beyond the highest bucket bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.compiler.checks.latency_is_no_bucket import buckets
from generator.compiler.fields import seconds
from generator.diagnostics import Code
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "ALERT405",
    "percentile-beyond-buckets",
    "histogram_quantile never returns more than the highest finite bound, "
    "so the alert could never fire.",
    example("latency: {p95: {max: 30s}}"),
    example("latency: {p95: {max: 5s}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The p95 threshold of every model, overrides included."""
    for model in context.specs.models:
        for path, spec in context.variants(model):
            runtime, limit = context.runtimes.get(spec.serving.runtime), spec.latency.p95.max
            bounds = buckets(spec, runtime) if runtime else ()
            highest = max(bounds, default=math.inf)
            if limit is not None and limit >= highest:
                yield CODE.at(
                    context.origin(model.place, (*path, "latency", "p95", "max")),
                    f"the highest bucket bound is {seconds(highest)}, "
                    f"so a measured p95 never exceeds {seconds(limit)}",
                    value=f"{seconds(limit)}",
                    fix=f"write less than {seconds(highest)}, or add a bucket to serving.buckets",
                )
