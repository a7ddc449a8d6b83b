"""What the release of kube-prometheus-stack is, Alertmanager, Grafana and exporters apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.packs.prometheus import server
from generator.packs.prometheus.charts import RELEASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree

# Measured by nothing and read by nobody where the cluster itself is not watched.
OF_THE_CLUSTER = (
    "coreDns",
    "kubeApiServer",
    "kubeControllerManager",
    "kubeEtcd",
    "kubeProxy",
    "kubeScheduler",
    "kubelet",
    "nodeExporter",
)


def values(site: Site) -> Mapping[str, Tree]:
    """Prometheus and its operator.

    The chart's own rules are off: those of our packs cover the same failures, and each would be
    told twice, once with severities that no route knows. Its monitors are off as well, because
    ours give each job the name that rules ask for; those of the kubelet stay.
    """
    tree: Tree = {
        "fullnameOverride": RELEASE,
        "cleanPrometheusOperatorObjectNames": True,
        "crds": {"enabled": False},  # a release of their own
        "defaultRules": {"create": False},
        "prometheus": _prometheus(site),
        "prometheusOperator": {
            "serviceMonitor": {"selfMonitor": False},
            "resources": {
                "requests": {"cpu": "50m", "memory": "128Mi"},
                "limits": {"memory": "256Mi"},
            },
        },
    }
    labels = {key: value for key, value in site.labels if key != server.MINE}
    if labels:
        tree["commonLabels"] = labels
    if "kubernetes" not in site.services:
        tree |= {name: {"enabled": False} for name in OF_THE_CLUSTER}
    return {RELEASE: tree}


def _prometheus(site: Site) -> Tree:
    tree: Tree = {
        "serviceMonitor": {"selfMonitor": False},
        "prometheusSpec": server.spec(site),
    }
    if server.replicas(site) > 1:
        tree["podDisruptionBudget"] = {"enabled": True}
        # The replicas scrape at different moments: one client keeps to one of them.
        tree["service"] = {"sessionAffinity": "ClientIP"}
    return tree
