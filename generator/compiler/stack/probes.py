"""What packs say of the health of services → probes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.compiler.lower_rules import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context


def probes(context: Context) -> Iterator[ir.Probe]:
    """One per address of each service, if there is a pack that can ask for it."""
    for name, service in sorted(context.services.items()):
        yield from of_service(name, service.document.spec.namespace, context)


def of_service(service: str, namespace: str, context: Context) -> Iterator[ir.Probe]:
    """The probes of one service, as they are when it lives in ``namespace``."""
    prober = next((pack.prober for pack in context.active() if pack.prober), None)
    pack = next((pack for pack in context.active() if pack.name == service), None)
    if prober is None or pack is None:
        return
    for health in pack.health:
        yield ir.Probe(
            name=f"{slug(service)}-{health.name}",
            job=prober.job,
            prober=prober.address,
            module=prober.module,
            targets=(health.address.format(namespace=namespace),),
            pack=service,
        )
