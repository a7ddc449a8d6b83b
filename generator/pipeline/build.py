"""Specs in a folder → documents in memory, or diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator import emit, packs
from generator.compiler import checks, lower, proof
from generator.compiler.checks import one_platform
from generator.compiler.context import Context
from generator.compiler.dashboards.sizes import oversized
from generator.compiler.known import known
from generator.compiler.units import unit
from generator.diagnostics import Origin, sort
from generator.pipeline.cache import Cache, Shared
from generator.pipeline.inventory import inventory
from generator.spec.load import Sources, load

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from generator.diagnostics import Diagnostic
    from generator.document import Document
    from generator.ir import Overlay


@dataclass(frozen=True)
class Build:
    """What a run found, and what it would write: no documents when anything is wrong."""

    documents: tuple[Document, ...]
    diagnostics: tuple[Diagnostic, ...]
    context: Context
    models: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing stands against writing."""
        return not any(found.is_error for found in self.diagnostics)


def build(spec: pathlib.Path, shown_as: str, memory: pathlib.Path | None = None) -> Build:
    """Compiles one spec folder; ``shown_as`` is how messages name it.

    Writes nothing but ``memory``, a file that lets the next run skip what did not change; the
    result is the same with and without it.
    """
    cache, context, problems = _read(Sources(spec, shown_as), Cache.load(memory))
    notes = cache.notes if cache.base else tuple(_boards(context))
    found = [*problems, *checks.check(context), *notes, *_missing(context, problems)]
    if any(each.is_error for each in found):
        return Build((), sort(found), context)
    sets = lower.rule_sets(context)
    shared = cache.base
    fresh = tuple(unit(model, context) for model in context.specs.models)
    series = known(context.packs)
    if not shared:
        from generator.compiler import proof_boards  # noqa: PLC0415 - slow, and seldom needed

        found += (*proof.prove(sets, series), *proof_boards.prove(context, sets, series))
    found += proof.prove_units(fresh)
    units = (*context.compiled, *fresh)
    overlays = tuple(lower.overlays(context, sets, units))
    own = (rules for overlay in overlays for rules in overlay.rule_sets if rules.pack)
    found += (each for rules in own for each in proof.prove_rules(rules, series))
    if any(each.is_error for each in found):
        return Build((), sort(found), context)
    if not shared:
        shared = tuple(emit.base(lower.base(context, sets)))
        found += oversized(shared)
        if any(each.is_error for each in found):
            return Build((), sort(found), context)
    texts: list[tuple[str, Document]] = []
    documents = [*shared]
    for overlay in overlays:
        documents += _overlay(overlay, cache, texts)
    cache.save(context.specs, Shared(shared, notes), units, tuple(texts))
    names = tuple(sorted(each.name for each in units))
    return Build((*documents, inventory(documents)), sort(found), context, names)


def _boards(context: Context) -> Iterator[Diagnostic]:
    """What is wrong with boards of users."""
    if context.specs.dashboards or context.specs.exports:
        from generator.compiler import proof_dashboards  # noqa: PLC0415 - slow, and seldom needed

        yield from proof_dashboards.prove(context)


def _read(sources: Sources, cache: Cache) -> tuple[Cache, Context, tuple[Diagnostic, ...]]:
    """The specs; files whose models the cache knows are left out, if it may be believed."""
    specs, problems = load(sources, cache.models.keys())
    if not cache.accepts(specs):
        cache = cache.emptied()
        if specs.skipped:
            specs, problems = load(sources)
    return cache, Context(specs, sources, packs.discover(), tuple(cache.units(specs))), problems


def _overlay(
    overlay: Overlay, cache: Cache, texts: list[tuple[str, Document]]
) -> Iterator[Document]:
    """The documents of one environment; rule sets made from the same as last time are kept."""
    keys = {overlay.path(rules.name): rules.key for rules in overlay.rule_sets if rules.key}
    kept = {path: found for path, key in keys.items() if (found := cache.text(path, key))}
    rest = tuple(rules for rules in overlay.rule_sets if overlay.path(rules.name) not in kept)
    names = tuple(rules.name for rules in overlay.rule_sets if overlay.path(rules.name) in kept)
    for document in (
        *kept.values(),
        *emit.overlay(replace(overlay, rule_sets=rest, unchanged=names)),
    ):
        if document.path in keys:
            texts.append((keys[document.path], document))
        yield document


def _missing(context: Context, problems: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """That there is no platform, unless there is one that could not be read."""
    if context.specs.platforms or any(each.is_error for each in problems):
        return ()
    return (
        one_platform.CODE.at(
            Origin(context.sources.shown_as),
            "there is no document of kind Platform, so there is no environment to compile for",
            fix="add one; watchkeeper init writes an example",
        ),
    )
