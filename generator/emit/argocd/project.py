"""The shape of the project, key by key, in the order a reader wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import yamlio
from generator.document import OURS
from generator.emit.argocd.parts import API, WAVE, address, home, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.emit.argocd.parts import Object
    from generator.ir import Project, Site

# People make Secrets and StatefulSets make claims: no application will ever own them.
NOBODYS = (("", "PersistentVolumeClaim"), ("", "Secret"))


def project(found: Project, sites: tuple[Site, ...]) -> Object:
    """What the applications may read and write: exactly what the releases and overlays need."""
    return {
        "apiVersion": API,
        "kind": "AppProject",
        "metadata": {
            "name": found.name,
            "namespace": home(sites[0]),
            "labels": dict(OURS),
            # It comes before the applications that name it, and goes after the last of them.
            "annotations": {WAVE: "-1", **told(sites)},
            "finalizers": ["resources-finalizer.argocd.argoproj.io"],
        },
        "spec": {
            "description": "The observability stack and what it is told to watch.",
            "sourceRepos": [address(each) for each in found.sources],
            "destinations": [
                yamlio.Flow(server=server, namespace=namespace)
                for server, namespace in found.destinations
            ],
            "clusterResourceWhitelist": _kinds(found.cluster_kinds),
            "namespaceResourceWhitelist": _kinds(found.namespaced_kinds),
            "orphanedResources": {"warn": True, "ignore": _kinds(NOBODYS)},
        },
    }


def _kinds(found: Iterable[tuple[str, str]]) -> list[Object]:
    return [yamlio.Flow(group=group, kind=kind) for group, kind in found]
