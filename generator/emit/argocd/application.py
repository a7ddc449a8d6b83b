"""The shape of an application, key by key, in the order a reader wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.document import OURS
from generator.emit.argocd.parts import API, WAVE, address, brings, home, told
from generator.ir import Wave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.emit.argocd.parts import Object
    from generator.ir import Application, Project, Release, Site

FOLDER = "generated"  # where the outputs stand in the repository
READS = "argocd.argoproj.io/manifest-generate-paths"
HERE = "https://kubernetes.default.svc"  # the cluster that Argo CD runs in
ROOT = "watchkeeper-root"  # the project in argocd/root.yaml: it may write applications, no more
SECURITY = "pod-security.kubernetes.io/enforce"
# More than an hour: a sync that has failed for good waits for the next commit.
RETRY: Object = {"limit": 10, "backoff": {"duration": "30s", "factor": 2, "maxDuration": "10m"}}


def file(found: Application, site: Site) -> str:
    """Where an application stands below the output folder."""
    if brings(found):
        return f"argocd/{found.name}.yaml"
    return f"argocd/{site.name}/{found.name.removeprefix(f'{site.name}-')}.yaml"


def application(found: Application, site: Site, within: Project) -> Object:
    """One application.

    None has the finalizer that deletes what it installed: an environment that leaves the spec
    keeps running, with its metrics, logs and traces, until a person removes it.
    """
    project, server = (ROOT, HERE) if brings(found) else (within.name, site.server)
    return {
        "apiVersion": API,
        "kind": "Application",
        "metadata": {
            "name": found.name,
            "namespace": home(site),
            "labels": {**OURS, **_environment(found, site)},
            "annotations": _annotations(found, site),
        },
        "spec": {
            "project": project,
            "destination": {"server": server, "namespace": found.namespace},
            **_source(found, site, within),
            "syncPolicy": {
                "automated": {"prune": not _holds_crds(found), "selfHeal": True},
                "syncOptions": list(_options(found, site)),
                **_namespace(found, site),
                "retry": RETRY,
            },
        },
    }


def _environment(found: Application, site: Site) -> dict[str, str]:
    """What the applications of an environment are picked by, without the one that brings them."""
    return {} if brings(found) else {"watchkeeper.io/environment": site.name}


def _annotations(found: Application, site: Site) -> dict[str, str]:
    reads = ";".join(f"/{FOLDER}/{folder}" for folder in _folders(found))
    # What the project subscribes to does not reach applications of another project.
    return {WAVE: str(found.wave.value), READS: reads, **(told((site,)) if brings(found) else {})}


def _folders(found: Application) -> Iterator[str]:
    """What a commit must touch to concern this application."""
    if found.release:
        yield f"helm/{found.release.name}"
        return
    if not brings(found):
        yield "base"
    yield found.path


def _source(found: Application, site: Site, within: Project) -> Object:
    ours = {"repoURL": within.repository, "targetRevision": site.revision or within.revision}
    if found.release is None:
        return {"source": {**ours, "path": f"{FOLDER}/{found.path}"}}
    chart = _chart(found.release, site)
    if not found.release.value_files:
        return {"source": chart}
    # A source with a ref only lends its files; with a path it would be applied as well.
    return {"sources": [{**ours, "ref": "values"}, chart]}


def _chart(release: Release, site: Site) -> Object:
    helm: Object = {"releaseName": release.name}
    if _crds_come_apart(release, site):
        helm["skipCrds"] = True
    if release.value_files:
        helm["valueFiles"] = [f"$values/{FOLDER}/{path}" for path in release.value_files]
    return {
        "repoURL": address(release.repository),
        "chart": release.chart,
        "targetRevision": release.version,
        "helm": helm,
    }


def _crds_come_apart(release: Release, site: Site) -> bool:
    """Whether another release of the same pack brings the CRDs."""
    waves = (each.wave for each in site.releases if each.pack == release.pack)
    return release.wave > Wave.CRDS and Wave.CRDS in waves


def _holds_crds(found: Application) -> bool:
    """A CRD is never pruned: every object of its kind would go with it, whoever made it."""
    return found.release is not None and found.wave == Wave.CRDS


def _options(found: Application, site: Site) -> Iterator[str]:
    yield "FailOnSharedResource=true"
    yield "PruneLast=true"
    if brings(found):
        return
    if _creates(found, site):
        yield "CreateNamespace=true"
    # CRDs and dashboards outgrow the 262144 bytes that a client-side apply keeps as annotation.
    yield "ServerSideApply=true"
    if found.wave > Wave.CRDS:
        # On a new cluster the CRDs of an earlier wave may not be there yet.
        yield "SkipDryRunOnMissingResource=true"


def _creates(found: Application, site: Site) -> bool:
    """Whether it gets to its namespace before all others."""
    there = (a for a in site.applications if a.namespace == found.namespace and not brings(a))
    return found is min(there, key=lambda each: (each.wave, each.name))


def _namespace(found: Application, site: Site) -> Object:
    """node-exporter and Alloy read the node's own files, which no other level lets a pod do."""
    if brings(found) or not _creates(found, site):
        return {}
    return {"managedNamespaceMetadata": {"labels": {SECURITY: "privileged"}}}
