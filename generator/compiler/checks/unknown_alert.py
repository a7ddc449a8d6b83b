"""Every alert that a spec changes exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, nearest
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

CODE = Code(
    "REF206",
    "unknown-alert",
    "A change to an alert that does not exist changes nothing, in silence.",
    example("alerts: {ModelTraficLow: {for: 1h}}"),
    example("alerts: {ModelTrafficLow: {for: 1h}}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Alert overrides of models and of services."""
    for name, place, path, known in _named(context):
        if name not in known:
            near = nearest(name, known)
            yield CODE.at(
                context.origin(place, (*path, "alerts", name), key=True),
                f"there is no alert {name!r} here, so this changes nothing",
                value=name,
                fix=f"write {near}" if near else f"write one of: {', '.join(sorted(known))}",
            )


def _named(context: Context) -> Iterator[tuple[str, Place, Path, Iterable[str]]]:
    for model in context.specs.models:
        for path, spec in context.variants(model):
            for name in spec.alerts:
                yield name, model.place, path, context.model_alerts
    packs = {pack.name: [alert.name for alert in pack.alerts] for pack in context.packs}
    logs = {pack.name: [alert.name for alert in pack.log_alerts] for pack in context.packs}
    for service in context.specs.services:
        own = service.document.spec
        title = service.document.metadata.name
        known = packs.get(title, [])
        for name in own.alerts:
            yield name, service.place, ("spec",), [*known, *logs.get(title, [])]
        # Loki's rules are one text in a ConfigMap, which no environment can change in part.
        for environment, change in own.environments.items():
            for name in change.alerts:
                yield name, service.place, ("spec", "environments", environment), known
