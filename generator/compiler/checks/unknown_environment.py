"""Every environment that is overridden exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, nearest
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

CODE = Code(
    "REF203",
    "unknown-environment",
    "An override for an environment that does not exist changes nothing, in silence.",
    example("environments: {prd: {traffic: {min: 1}}}"),
    example("environments: {prod: {traffic: {min: 1}}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Overrides of models and services; a platform that could not be read is reported elsewhere."""
    if not context.specs.platforms:
        return
    for name, place in _named(context):
        if name not in context.environments:
            known = tuple(dict.fromkeys(context.environments))
            near = nearest(name, known)
            yield CODE.at(
                context.origin(place, ("spec", "environments", name), key=True),
                f"the platform has no environment {name!r}, so this override changes nothing",
                value=name,
                fix=f"write {near}" if near else f"write one of: {', '.join(known)}",
            )


def _named(context: Context) -> Iterable[tuple[str, Place]]:
    for model in context.specs.models:
        for name in model.spec.environments:
            yield name, model.place
    for service in context.specs.services:
        for name in service.document.spec.environments:
            yield name, service.place
