"""No model that is compared with itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import compared
from generator.diagnostics import Code
from generator.spec.examples import drifting as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "DRIFT702",
    "drift-data-is-reference",
    "Data that is compared with itself never drifts, so the alert could never fire.",
    example("reference: s3://example-data/a.parquet, current: s3://example-data/a.parquet"),
    example("reference: s3://example-data/a.parquet, current: s3://example-data/latest/"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every model with data, where it runs."""
    for each in compared(context):
        drift = each.spec.drift
        if str(drift.reference).rstrip("/") == str(drift.current).rstrip("/"):
            yield CODE.at(
                each.origin(context, "current"),
                "the current data is the reference itself, so it would never have drifted",
                value=drift.current,
                fix="write where the data lies that the model sees now",
            )
