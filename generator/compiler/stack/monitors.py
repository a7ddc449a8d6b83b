"""Targets of packs → monitors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import ir
from generator.catalog import TargetKind, Where
from generator.compiler.lower_rules import slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Endpoint, Pack, Target
    from generator.compiler.context import Context


def monitors(context: Context) -> Iterator[ir.Monitor]:
    """The monitors of all packs that take part."""
    for pack, target in _targets(context):
        yield _monitor(pack, target, context)


def in_namespace_of(name: str, context: Context) -> Iterator[ir.Monitor]:
    """The monitors that look for targets in the namespace of a service."""
    for pack, target in _targets(context):
        if pack.name == name and target.where is Where.SERVICE:
            yield _monitor(pack, target, context)


def _targets(context: Context) -> Iterator[tuple[Pack, Target]]:
    for pack in context.active():
        yield from ((pack, target) for target in pack.targets)


def _monitor(pack: Pack, target: Target, context: Context) -> ir.Monitor:
    service = context.services.get(pack.name)
    theirs = service is not None and target.where is Where.SERVICE
    return ir.Monitor(
        name=target.name or slug(pack.name),
        kind=target.kind.value,
        job=target.job,
        labels=target.labels,
        present=target.present,
        namespaces=(service.document.spec.namespace,) if service and theirs else (),
        endpoints=tuple(_endpoint(each, target) for each in target.endpoints),
        sample_limit=target.sample_limit,
        pack=pack.name,
        every_namespace=target.where is Where.ANY,
    )


def _endpoint(found: Endpoint, target: Target) -> Endpoint:
    """The endpoint with the job as its last step: after it, none has a say in the label.

    Raises ``ValueError`` for what the kind of monitor cannot do, a mistake in the pack.
    """
    of_pods = target.kind is TargetKind.POD
    if of_pods and found.token:
        raise ValueError(f"{target.job}: a PodMonitor cannot send the token of Prometheus")
    if not of_pods and not found.port.strip("0123456789"):
        raise ValueError(f"{target.job}: a ServiceMonitor selects a port by its name")
    job = ir.Relabeling(target="job", replacement=target.job)
    return replace(found, relabelings=(*found.relabelings, job))
