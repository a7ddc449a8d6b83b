"""What is measured of the cluster: the exporters that kube-prometheus-stack brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree

RELEASE = "kube-prometheus-stack"
# Hosts of managed clusters hide most of these, and no rule of ours reads any.
CONTROL_PLANE = (
    "coreDns",
    "kubeApiServer",
    "kubeControllerManager",
    "kubeEtcd",
    "kubeProxy",
    "kubeScheduler",
)
# What our rules read, and the other workloads that people look for beside them. The chart's list
# has Secrets and ConfigMaps too, which kube-state-metrics may then read in all namespaces.
COLLECTORS = (
    "cronjobs",
    "daemonsets",
    "deployments",
    "horizontalpodautoscalers",
    "jobs",
    "namespaces",
    "nodes",
    "persistentvolumeclaims",
    "pods",
    "replicasets",
    "resourcequotas",
    "statefulsets",
)
# Labels of pods that rules join on, by the service whose rules do.
POD_LABELS = (("kserve", "serving.kserve.io/inferenceservice"),)


def values(site: Site) -> Mapping[str, Tree]:
    """kube-state-metrics, node-exporter and the kubelet; the control plane only where asked for."""
    tree: Tree = {
        "kubelet": {
            "serviceMonitor": {
                # The chart reads cAdvisor every 10 s, which triples the largest job of a cluster.
                "interval": promql.duration(site.stack.metrics.scrape_interval),
                "probes": False,
            }
        },
        "kube-state-metrics": _objects(site),
        "prometheus-node-exporter": _nodes(),
    }
    if site.environment.control_plane == "hidden":
        tree |= {name: {"enabled": False} for name in CONTROL_PLANE}
    return {RELEASE: tree}


def _objects(site: Site) -> Tree:
    tree: Tree = {
        "prometheus": {"monitor": {"enabled": False}},  # ours names the job
        "collectors": list(COLLECTORS),
        "resources": {
            "requests": {"cpu": "50m", "memory": "128Mi"},
            "limits": {"memory": "512Mi" if site.small else "1Gi"},
        },
    }
    labels = [label for service, label in POD_LABELS if service in site.services]
    if labels:
        tree["metricLabelsAllowlist"] = [f"pods=[{','.join(labels)}]"]
    return tree


def _nodes() -> Tree:
    """It sees the host's processes, network and files, which is what it is for, but no more."""
    return {
        "prometheus": {"monitor": {"enabled": False}},  # ours names the job
        "resources": {
            "requests": {"cpu": "50m", "memory": "32Mi"},
            "limits": {"memory": "128Mi"},
        },
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        },
    }
