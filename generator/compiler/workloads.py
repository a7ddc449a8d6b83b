"""What packs say of our own programs → what runs in one environment."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from generator.catalog import PackKind
from generator.catalog.workloads import Ground
from generator.compiler.joblists import Entry, lists, schemes
from generator.compiler.lower_rules import slug
from generator.ir import Workloads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.unit import Deployment, Unit
    from generator.ir import JobList
    from generator.spec.workloads import Exporter

Deployed = tuple[tuple["Unit", "Deployment"], ...]


def workloads(
    environment: str, deployed: Deployed, context: Context
) -> Iterator[Workloads | JobList]:
    """The programs of each pack, and what those that work on models are told."""
    stack = context.specs.stacks[environment]
    if not stack.images.exporters:
        return
    services = dict(_services(environment, context))
    for pack in context.active():
        if pack.kind is PackKind.SERVICE and pack.name not in services:
            continue
        entries = tuple(_entries(pack, deployed)) if pack.job and stack.drift else ()
        found = tuple(lists(pack.name, f"{slug(pack.name)}-models", (e for e, _ in entries)))
        ground = Ground(
            environment=environment,
            namespace=_namespace(environment, context),
            image=stack.images.exporters,
            stack=stack,
            services=services,
            addresses=dict(_addresses(services, context)),
            exporters=dict(exporters(environment, context)),
            models=Counter(schedule for _, schedule in entries),
            lists=tuple(each.name for each in found),
            schemes=schemes(e for e, _ in entries),
        )
        yield from _of_pack(pack, ground, found)


def _of_pack(
    pack: Pack, ground: Ground, found: tuple[JobList, ...]
) -> Iterator[Workloads | JobList]:
    objects = tuple(pack.workloads(ground))
    if objects:
        yield Workloads(pack.name, objects)
        settings = json.dumps(pack.settings(ground))
        yield from (replace(each, settings=settings) for each in found)


def exporters(environment: str, context: Context) -> Iterator[tuple[str, Exporter]]:
    """What services say of their exporters, where they run; only some have one of ours."""
    able = {pack.name for pack in context.packs if pack.exports}
    for name, service in sorted(context.services.items()):
        wanted = service.document.spec.exporter_within(environment)
        if wanted is not None and name in able:
            yield name, wanted


def _namespace(environment: str, context: Context) -> str:
    every = context.platform.environments
    return next(each.namespace for each in every if each.name == environment)


def _services(environment: str, context: Context) -> Iterator[tuple[str, str]]:
    for name, service in context.services.items():
        namespace = service.document.spec.within(environment)
        if namespace is not None:
            yield name, namespace


def _addresses(services: Mapping[str, str], context: Context) -> Iterator[tuple[str, str]]:
    for pack in context.packs:
        if pack.offers and pack.name in services:
            yield pack.name, pack.offers(services[pack.name])


def _entries(pack: Pack, deployed: Deployed) -> Iterator[tuple[Entry, str]]:
    """Each model with a job of the pack, and its schedule."""
    for unit, each in deployed:
        for name, schedule, line in each.errands:
            if name == pack.name:
                yield Entry(unit.name, line, unit.source), schedule


def kinds(context: Context) -> Iterator[str]:
    """The kinds of all that may run in any environment, as an AppProject names them."""
    for environment in context.platform.environments:
        stack = context.specs.stacks[environment.name]
        if stack.images.exporters and (
            stack.drift or any(True for _ in exporters(environment.name, context))
        ):
            yield from ("ServiceAccount", "Service", "apps/Deployment")
            yield "networking.k8s.io/NetworkPolicy"
        if stack.images.exporters and stack.drift:
            yield from ("ConfigMap", "batch/CronJob")
            if stack.drift.volume:
                yield "PersistentVolumeClaim"
