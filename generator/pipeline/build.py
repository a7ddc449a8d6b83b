"""Specs in a folder → documents in memory, or diagnostics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import emit, packs
from generator.compiler import checks, lower, proof
from generator.compiler.checks import one_platform
from generator.compiler.context import Context
from generator.compiler.known import known
from generator.diagnostics import Diagnostic, Origin, sort
from generator.pipeline.inventory import inventory
from generator.spec.load import Sources, load

if TYPE_CHECKING:
    import pathlib

    from generator.document import Document

NOTHING: tuple["Document", ...] = ()


@dataclass(frozen=True)
class Build:
    """What a run found, and what it would write: no documents when anything is wrong."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    context: Context

    @property
    def ok(self) -> bool:
        """Whether nothing stands against writing."""
        return not any(found.is_error for found in self.diagnostics)


def build(spec: pathlib.Path, shown_as: str) -> Build:
    """Compiles one spec folder; ``shown_as`` is how messages name it. Never writes."""
    sources = Sources(spec, shown_as)
    specs, problems = load(sources)
    context = Context(specs, sources, packs.discover())
    found = [*problems, *checks.check(context)]
    if not specs.platforms and not any(each.is_error for each in problems):
        found.append(
            one_platform.CODE.at(
                Origin(shown_as), "there is no document of kind Platform, so there is no environment to compile for",
                fix="add one; watchkeeper init writes an example",
            )
        )
    if any(each.is_error for each in found):
        return Build(NOTHING, sort(found), context)
    sets = lower.base(context)
    found += proof.prove(sets, known(context.packs))
    if any(each.is_error for each in found):
        return Build(NOTHING, sort(found), context)
    documents = tuple(emit.emit(lower.lower(context, sets)))
    return Build((*documents, inventory(documents)), sort(found), context)
