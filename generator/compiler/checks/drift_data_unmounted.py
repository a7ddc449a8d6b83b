"""Every path to data is in a volume claim that the jobs mount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.drifting import compared, jobs
from generator.diagnostics import Code
from generator.spec.examples import drifting as example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

DATA = "reference: /data/reference.parquet, current: /data/latest/"
CODE = Code(
    "DRIFT703",
    "drift-data-not-mounted",
    "A job sees its own files only: a path outside of the volumes it mounts leads nowhere.",
    example(DATA),
    example(DATA, "claims: {features: /data}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Both paths of every model, in each environment where drift jobs run."""
    for each in compared(context):
        drift = each.spec.drift
        for name, setting in jobs(each, context):
            for field, place in (("reference", drift.reference), ("current", drift.current)):
                if place and place.startswith("/") and not _mounted(place, setting.claims.values()):
                    yield CODE.at(
                        each.origin(context, field),
                        f"no claim of the drift jobs of {name} holds {place}, "
                        "so they would find nothing there",
                        value=place,
                        fix="add the volume claim to spec.drift.claims of the platform: "
                        "{<claim>: <folder>}",
                    )


def _mounted(place: str, folders: Iterable[str]) -> bool:
    return any(f"{place}/".startswith(f"{folder.rstrip('/')}/") for folder in folders)
