"""One name, one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

ONE = (
    "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: %s}\n"
    "spec: {owner: ml-risk, tier: 1, task: ranking}\n"
)
CODE = Code(
    "REF207",
    "duplicate-name",
    "Two documents of one name give two constants for one series; "
    "one would overwrite the other at random.",
    ONE % "churn" + "---\n" + ONE % "churn",
    ONE % "churn" + "---\n" + ONE % "churn-eu",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Names within each kind."""
    first = {("Model", unit.name): unit.source for unit in context.compiled}
    for kind, name, place in _named(context):
        here = f"{place.file}:{place.line}"
        other = first.setdefault((kind, name), here)
        if other != here:
            yield CODE.at(
                context.origin(place, ("metadata", "name")),
                f"a {kind} named {name!r} stands in {other} already, "
                "so one of the two would be lost",
                value=name,
                fix="rename one of them, or delete it",
            )


def _named(context: Context) -> Iterator[tuple[str, str, Place]]:
    specs = context.specs
    for team in specs.teams:
        yield "Team", team.document.metadata.name, team.place
    for service in specs.services:
        yield "Service", service.document.metadata.name, service.place
    for model in specs.models:
        yield "Model", model.name, model.place
