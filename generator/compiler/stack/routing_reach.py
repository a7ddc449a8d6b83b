"""Which alerts really arrive at which route, as far as the specs tell today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.known import INFO
from generator.compiler.stack.routing_alerts import OF_MODELS, of_models, of_service, usual
from generator.compiler.stack.routing_wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.compiler.context import Context
    from generator.compiler.stack.routing_alerts import Carried
    from generator.compiler.stack.routing_wanted import Told
    from generator.compiler.unit import Unit

Chosen = dict[str, set[tuple[str, str]]]


def arriving(context: Context) -> Iterator[tuple[Wanted, Carried, tuple[Told, ...]]]:
    """Every alert in every environment, and the way it goes there.

    Those on models with the severity of their tier, and with what some model chose instead.
    """
    chosen = _chosen(context)
    for environment in context.platform.environments:
        wanted = Wanted.of(environment, context)
        for pack in context.active():
            for found in (
                (
                    each
                    for alert in pack.alerts
                    for each in of_models(
                        alert, {*usual(alert), *chosen.get(alert.name, ())}, context
                    )
                )
                if pack.kind in OF_MODELS
                else of_service(pack, environment, context)
            ):
                yield wanted, found, tuple(wanted.told(found))


def _chosen(context: Context) -> Mapping[str, Iterable[tuple[str, str]]]:
    """The severities that single models gave to alerts, with the tiers of those models."""
    found: Chosen = {}
    for model in context.specs.models:
        for _, spec in context.variants(model):
            for name, change in spec.alerts.items():
                if change.severity:
                    found.setdefault(name, set()).add((change.severity, str(spec.tier)))
    for unit in context.compiled:
        _of_unit(unit, found)
    return found


def _of_unit(unit: Unit, found: Chosen) -> None:
    for each in unit.deployments:
        tiers = (dict(labels)["tier"] for series, labels, _ in each.constants if series == INFO)
        tier = next(tiers)
        for name, _, severity in each.exceptions:
            found.setdefault(name, set()).add((severity, tier))
