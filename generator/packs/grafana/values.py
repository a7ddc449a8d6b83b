"""How Grafana is installed: by the subchart of kube-prometheus-stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import quantity
from generator.packs.grafana import sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree
    from generator.spec.stores import Grafana

RELEASE = "kube-prometheus-stack"
DEFAULT_SIZE = "10Gi"  # the chart's own
CONFIGMAPS = f"{RELEASE}-grafana-configmaps"
# Dashboards and plugins are unpacked below /tmp, and nothing else of the image is written to.
SCRATCH = "sidecar-tmp"
MOUNTS = [{"name": SCRATCH, "mountPath": "/tmp"}]  # noqa: S108 - a path in a container
RESOURCES = {
    "small": {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
    "ha": {"requests": {"cpu": "250m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}},
    "distributed": {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"memory": "1Gi"}},
}
SIDECAR = {"requests": {"cpu": "10m", "memory": "96Mi"}, "limits": {"memory": "256Mi"}}


def values(site: Site) -> Mapping[str, Tree]:
    """One replica in every profile: its database is a file on a volume that one node can mount.

    The chart's dashboards are off: they read recordings of its rules, which are off too.
    """
    grafana = site.stack.grafana
    tree: Tree = {
        "admin": {"existingSecret": grafana.admin_secret},
        "defaultDashboardsEnabled": False,
        "serviceMonitor": {"enabled": False},
        "testFramework": {"enabled": False},
        "persistence": _persistence(grafana),
        "deploymentStrategy": {"type": "Recreate"},  # two pods cannot share the volume
        "resources": RESOURCES[site.environment.profile],
        "grafana.ini": _ini(grafana),
        "sidecar": _sidecar(site),
        "additionalDataSources": list(sources.additional(site)),
        **_hardened(site),
    }
    if grafana.host:
        tree["ingress"] = _ingress(grafana, grafana.host)
    return {RELEASE: {"grafana": tree}}


def _persistence(grafana: Grafana) -> Tree:
    tree: Tree = {"enabled": True}
    if quantity(grafana.storage) != DEFAULT_SIZE:
        tree["size"] = quantity(grafana.storage)
    if grafana.storage_class:
        tree["storageClassName"] = grafana.storage_class
    return tree


def _ingress(grafana: Grafana, host: str) -> Tree:
    tree: Tree = {"enabled": True, "hosts": [host]}
    if grafana.ingress_class:
        tree["ingressClassName"] = grafana.ingress_class
    if grafana.tls_secret:
        tree["tls"] = [{"secretName": grafana.tls_secret, "hosts": [host]}]
    return tree


def _ini(grafana: Grafana) -> Tree:
    """Nobody looks without signing in, and nothing is told to or asked of anybody outside."""
    tree: Tree = {
        "analytics": {
            "reporting_enabled": False,
            "check_for_updates": False,
            "check_for_plugin_updates": False,
        },
        "auth.anonymous": {"enabled": False},
        "news": {"news_feed_enabled": False},
        "security": {"disable_gravatar": True},
        "snapshots": {"external_enabled": False},
    }
    if grafana.host:
        scheme = "https" if grafana.tls_secret else "http"
        tree["server"] = {"root_url": f"{scheme}://{grafana.host}"}
    if grafana.host and grafana.tls_secret:
        tree["security"]["cookie_secure"] = True
    return tree


def _sidecar(site: Site) -> Tree:
    """It reads ConfigMaps of the stack's own namespace, so a team elsewhere adds no dashboards."""
    own = {"resource": "configmap", "extraMounts": MOUNTS}
    return {
        "resources": SIDECAR,
        "securityContext": {"readOnlyRootFilesystem": True, "runAsNonRoot": True},
        "dashboards": {
            **own,
            "searchNamespace": site.namespace,
            "folderAnnotation": "grafana_folder",
            "provider": {"foldersFromFilesStructure": True},
        },
        "datasources": {**own, **sources.default(site)},
    }


def _hardened(site: Site) -> Tree:
    """No root, nothing writable but volumes, and no right to read the Secrets of the namespace.

    The chart's own role reads Secrets, in the whole cluster unless told otherwise.
    """
    return {
        "initChownData": {"enabled": False},  # runs as root; fsGroup does the same for most volumes
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containerSecurityContext": {"readOnlyRootFilesystem": True},
        "extraEmptyDirMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108 - a path in a container, on a volume of its own
        "extraContainerVolumes": [{"name": SCRATCH, "emptyDir": {}}],
        "rbac": {"namespaced": True, "useExistingRole": CONFIGMAPS},
        "extraObjects": [
            {
                "apiVersion": "rbac.authorization.k8s.io/v1",
                "kind": "Role",
                "metadata": {"name": CONFIGMAPS, "namespace": site.namespace},
                "rules": [
                    {
                        "apiGroups": [""],
                        "resources": ["configmaps"],
                        "verbs": ["get", "list", "watch"],
                    }
                ],
            }
        ],
    }
