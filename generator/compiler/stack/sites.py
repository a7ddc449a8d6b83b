"""One environment without its models: what is installed there, and what the packs know of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator import ir
from generator.catalog import PackKind, Site
from generator.compiler.stack import charts, project, routing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Install, Pack
    from generator.compiler.context import Context
    from generator.spec.platform import PlatformEnvironment


def sites(context: Context) -> Iterator[Site]:
    """One per environment, in the platform's order."""
    for environment in context.platform.environments:
        yield site(environment, context)


def site(environment: PlatformEnvironment, context: Context) -> Site:
    """The environment as packs see it: with the addresses that they offer one another."""
    stack = context.specs.stacks.get(environment.name, context.platform)
    services = dict(running(environment.name, context))
    found = Site(
        environment=environment,
        stack=stack,
        alerting=context.platform.alerting,
        services=services,
        labels=tuple(sorted(context.platform.rules.labels.items())),
        routing=routing.routing(environment, context),
    )
    here = tuple(active(found, context))
    addresses = {role: url for pack in here for role, url in pack.addresses(found).items()}
    # Those of services that run elsewhere too: then all environments have one text of it.
    logs = tuple(pipeline for pack in context.active() for pipeline in pack.logs)
    return replace(found, addresses=addresses, logs=logs)


def running(environment: str, context: Context) -> Iterator[tuple[str, str]]:
    """The services that run in an environment, with their namespaces there."""
    for name, service in sorted(context.services.items()):
        namespace = service.document.spec.within(environment)
        if namespace is not None:
            yield name, namespace


def active(site: Site, context: Context) -> Iterator[Pack]:
    """The packs that take part in an environment."""
    for pack in context.active():
        if pack.kind is not PackKind.SERVICE or pack.name in site.services:
            yield pack


def installs(site: Site, context: Context) -> Iterator[tuple[Pack, Install]]:
    """What is installed, in the order in which it has to be, with the pack that says so."""
    found = ((pack, each) for pack in active(site, context) for each in pack.installs(site))
    yield from sorted(found, key=lambda item: (item[1].wave, item[1].release))


def lowered(
    site: Site, own: tuple[ir.Values, ...], common: tuple[ir.Values, ...], context: Context
) -> ir.Site:
    """The environment as emitters see it."""
    files = _files((*common, *own))
    releases = tuple(
        _release(pack, install, site, files.get(install.release, ()), context)
        for pack, install in installs(site, context)
    )
    place = context.specs.platforms[0].place
    return ir.Site(
        name=site.environment.name,
        namespace=site.namespace,
        server=site.environment.server,
        releases=releases,
        values=own,
        routing=site.routing,
        tests=tuple(routing.tests(site, context)),
        applications=tuple(project.applications(site, releases, context)),
        source=f"{place.file}:{place.line}",
        revision=site.environment.revision or "",
    )


def _files(values: Iterable[ir.Values]) -> Mapping[str, tuple[str, ...]]:
    """The values files of each release, the common one first."""
    found: dict[str, tuple[str, ...]] = {}
    for each in values:
        found[each.release] = (*found.get(each.release, ()), each.path)
    return found


def _release(
    pack: Pack, install: Install, site: Site, files: tuple[str, ...], context: Context
) -> ir.Release:
    chart = charts.known(context)[install.chart]
    chosen = site.stack.charts.get(install.chart)
    return ir.Release(
        name=install.release,
        chart=chart.name,
        repository=chart.repository,
        version=(chosen.version if chosen else None) or chart.version,
        namespace=install.namespace or site.namespace,
        wave=install.wave,
        managed=not chart.by_others,
        value_files=files,
        pack=pack.name,
    )
