"""The chart that installs the exporter, and what it is installed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import ALWAYS, BUDGET, DEPLOYMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree

RELEASE = "blackbox-exporter"

CHARTS = (
    Chart(
        name="prometheus-blackbox-exporter",
        repository="https://prometheus-community.github.io/helm-charts",
        version="11.17.2",
        keys={11: "blackbox/prometheus-blackbox-exporter-11.txt"},
        kinds=(*ALWAYS, DEPLOYMENT, BUDGET),
    ),
)

SPREAD = {
    "maxSkew": 1,
    "topologyKey": "kubernetes.io/hostname",
    "whenUnsatisfiable": "ScheduleAnyway",
    "labelSelector": {"matchLabels": {"app.kubernetes.io/instance": RELEASE}},
}


def installs(_: Site) -> tuple[Install, ...]:
    """One in every environment."""
    return (Install(RELEASE, "prometheus-blackbox-exporter", Wave.COLLECTORS),)


def values(site: Site) -> Mapping[str, Tree]:
    """Its module for HTTP is the chart's own."""
    found: Tree = {
        # Else the chart's name is added, and probes ask for the exporter by this one.
        "fullnameOverride": RELEASE,
        "podSecurityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "resources": {
            "requests": {"cpu": "10m", "memory": "32Mi"},
            "limits": {"memory": "128Mi"},
        },
    }
    if site.replicas > 1:
        found |= {
            "replicas": site.replicas,
            "podDisruptionBudget": {"maxUnavailable": 1},
            "topologySpreadConstraints": [SPREAD],
        }
    return {RELEASE: found}
