"""No latency threshold lies beyond the highest bucket bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.compiler.checks.latency_is_no_bucket import buckets
from generator.compiler.defaults import tier_numbers
from generator.compiler.fields import read, seconds
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
    """The p95 threshold of every model, its own or its tier's, overrides included."""
    if not context.specs.platforms:
        return
    tiers = tier_numbers(context.platform)
    for model in context.specs.models:
        for path, spec in context.variants(model):
            runtime = context.runtimes.get(spec.serving.runtime)
            highest = max(buckets(spec, runtime) if runtime else (), default=math.inf)
            own, limit = read(spec, "latency.p95.max")
            if not own:
                limit = tiers[str(spec.tier)].latency.p95.max
            if limit is not None and limit >= highest:
                where = ("latency", "p95", "max") if own else ("serving", "buckets")
                whose = "" if own else f", which tier {spec.tier} is held to"
                yield CODE.at(
                    context.origin(model.place, (*path, *where)),
                    f"the highest bucket bound is {seconds(highest)}, "
                    f"so a measured p95 never exceeds {seconds(limit)}{whose}",
                    value=seconds(limit),
                    fix=f"set latency.p95.max to less than {seconds(highest)}, "
                    "or add a bucket to serving.buckets",
                )
