"""No model that names half of the data that is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import said
from generator.diagnostics import Code
from generator.spec.examples import drifting as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

HALVES = (("reference", "current"), ("current", "reference"))
CODE = Code(
    "DRIFT701",
    "drift-data-half-said",
    "Drift is the distance between two sets of data; with one of them no job runs, in silence.",
    example("reference: s3://example-data/reference.parquet"),
    example("reference: s3://example-data/reference.parquet, current: s3://example-data/latest/"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Both fields of every model, where it runs."""
    for each in said(context):
        drift = each.spec.drift
        for given, missing in HALVES:
            value = getattr(drift, given)
            if value and not getattr(drift, missing):
                yield CODE.at(
                    each.origin(context, given),
                    f"{given} is there without {missing}, so nothing would be compared",
                    value=value,
                    fix=f"add {missing}, or take {given} out",
                )
