"""Releases and overlays → Argo CD's applications and the project that confines them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from generator import ir
from generator.catalog.kinds import CLUSTER, NAMESPACE, OPERATOR
from generator.compiler import workloads
from generator.compiler.stack import charts, logs, monitors, policies, probes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Site
    from generator.compiler.context import Context

NAME = "watchkeeper"
CONTROL_PLANE = "kube-system"  # Services that lead to it stand beside it


def applications(
    site: Site, releases: tuple[ir.Release, ...], context: Context
) -> Iterator[ir.Application]:
    """The applications of one environment: one that brings the others, then those.

    With one above them for each environment, waves order what is in that environment only: a store
    that does not start in dev holds nothing back in prod.
    """
    name = site.environment.name
    yield ir.Application(f"{NAME}-{name}", min(ir.Wave), _home(context), f"argocd/{name}")
    for release in releases:
        if release.managed:
            named = f"{name}-{release.name}"
            yield ir.Application(named, release.wave, release.namespace, release=release)
    yield ir.Application(f"{name}-config", ir.Wave.CONFIG, site.namespace, f"overlays/{name}")


def _home(context: Context) -> str:
    """The namespace Argo CD lives in, where its applications must stand."""
    service = context.services.get("argocd")
    return service.document.spec.namespace if service else "argocd"


def project(context: Context, sites: tuple[ir.Site, ...]) -> ir.Project | None:
    """The project, if the spec says where the repository is.

    Raises ``ValueError`` for two applications of one name, of which Argo CD would keep one, and for
    a chart whose kinds nobody wrote down.
    """
    git = context.platform.git
    if git is None:
        return None
    names = Counter(each.name for site in sites for each in site.applications)
    if twice := sorted(name for name, count in names.items() if count > 1):
        raise ValueError(f"two applications are called {', '.join(twice)}")
    releases = tuple(each for site in sites for each in site.releases if each.managed)
    kinds = {*_ours(context), *_theirs(context, releases)}
    return ir.Project(
        name=NAME,
        repository=git.repository,
        revision=git.revision,
        sources=tuple(sorted({git.repository, *(each.repository for each in releases)})),
        destinations=tuple(sorted(set(_destinations(context, sites)))),
        # The first application of an environment creates its namespace.
        cluster_kinds=tuple(map(_parts, sorted(kinds & CLUSTER | {NAMESPACE}))),
        namespaced_kinds=tuple(map(_parts, sorted(kinds - CLUSTER))),
    )


def _theirs(context: Context, releases: Iterable[ir.Release]) -> Iterator[str]:
    """The kinds of what charts render."""
    known = charts.known(context)
    for name in sorted({each.chart for each in releases}):
        if name not in known or not known[name].kinds:
            raise ValueError(f"{name}: no pack says which kinds it renders")
        yield from known[name].kinds


def _parts(kind: str) -> tuple[str, str]:
    group, _, name = kind.rpartition("/")
    return group, name


def _destinations(context: Context, sites: tuple[ir.Site, ...]) -> Iterator[tuple[str, str]]:
    """The namespaces of every cluster that something is written to."""
    environments = {each.name: each for each in context.platform.environments}
    for site in sites:
        yield site.server, site.namespace
        if environments[site.name].control_plane == "scraped":
            yield site.server, CONTROL_PLANE
        for release in site.releases:
            if release.managed:
                yield site.server, release.namespace


def _ours(context: Context) -> Iterator[str]:
    """The kinds of our own objects."""
    yield f"{OPERATOR}/PrometheusRule"
    yield from (f"{OPERATOR}/{each.kind}" for each in monitors.monitors(context))
    yield from (f"{OPERATOR}/Probe" for _ in probes.probes(context))
    yield from ("networking.k8s.io/NetworkPolicy" for _ in policies.policies(context))
    yield from ("ConfigMap" for _ in logs.rule_sets(context))
    yield from workloads.kinds(context)
