"""Every schedule of a model is one of the platform's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import compared, jobs
from generator.diagnostics import Code, nearest
from generator.spec.examples import drifting as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

DATA = "reference: s3://example-data/reference.parquet, current: s3://example-data/latest/"
CODE = Code(
    "REF214",
    "unknown-schedule",
    "Jobs are made for the schedules of the platform; a model on another one is in none of them.",
    example(f"{DATA}, schedule: dayly"),
    example(f"{DATA}, schedule: daily"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every model with data, in each environment where drift jobs run."""
    for each in compared(context):
        wanted = each.spec.drift.schedule
        for name, setting in jobs(each, context):
            known = setting.known()
            if wanted not in known:
                near = nearest(wanted, known)
                yield CODE.at(
                    each.origin(context, "schedule"),
                    f"there is no schedule {wanted!r} in {name}, "
                    "so the model would never be compared there",
                    value=wanted,
                    fix=f"write {near}"
                    if near
                    else f"write one of: {', '.join(sorted(known))}; or add it to "
                    "spec.drift.schedules of the platform",
                )
