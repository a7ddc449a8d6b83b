"""Every owner is a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

MODEL = "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: example}\n"
CODE = Code(
    "REF201",
    "unknown-team",
    "An alert without an owner reaches nobody: the owner decides the receiver.",
    MODEL + "spec: {owner: ml-rsk, tier: 1, task: ranking}\n",
    MODEL + "spec: {owner: ml-risk, tier: 1, task: ranking}\n",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Owners of models, services and the platform."""
    teams = {each.document.metadata.name for each in context.specs.teams}
    for owner, place, path in _owners(context):
        if owner not in teams:
            near = nearest(owner, teams)
            yield CODE.at(
                context.origin(place, path),
                f"no team is called {owner!r}, so its alerts would reach nobody",
                value=owner,
                fix=f"write {near}" if near else f"add a document of kind Team named {owner}",
            )


def _owners(context: Context) -> Iterator[tuple[str, Place, tuple[str, ...]]]:
    for platform in context.specs.platforms:
        yield platform.document.spec.owner, platform.place, ("spec", "owner")
    for service in context.specs.services:
        yield service.document.spec.owner, service.place, ("spec", "owner")
    for model in context.specs.models:
        for path, spec in context.variants(model):
            yield spec.owner, model.place, (*map(str, path), "owner")
