"""The chart that installs Prometheus and what belongs to it, and the one with its CRDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import (
    ALWAYS,
    BUDGET,
    CRD,
    DAEMON_SET,
    DEPLOYMENT,
    NARROW,
    OPERATOR,
    WEBHOOKS,
    WIDE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

REPOSITORY = "https://prometheus-community.github.io/helm-charts"
STACK = Chart(
    name="kube-prometheus-stack",
    repository=REPOSITORY,
    version="88.5.3",
    keys={88: "prometheus/kube-prometheus-stack-88.txt"},
    kinds=(
        *ALWAYS,
        *WIDE,
        *NARROW,
        *WEBHOOKS,
        "PersistentVolumeClaim",
        "Secret",
        DAEMON_SET,
        DEPLOYMENT,
        "batch/Job",
        f"{OPERATOR}/Alertmanager",
        f"{OPERATOR}/Prometheus",
        f"{OPERATOR}/ServiceMonitor",
        "networking.k8s.io/Ingress",
        BUDGET,
    ),
)
CRDS = Chart(
    name="prometheus-operator-crds",
    repository=REPOSITORY,
    version="31.0.1",
    keys={31: "prometheus/prometheus-operator-crds-31.txt"},
    kinds=(CRD,),
)
CHARTS = (STACK, CRDS)
RELEASE = STACK.name
WRITE = "/api/v1/write"


def installs(_: Site) -> Iterator[Install]:
    """The CRDs are a release of their own: it comes first, and an upgrade brings new ones."""
    yield Install(CRDS.name, CRDS.name, Wave.CRDS)
    yield Install(RELEASE, STACK.name, Wave.OPERATORS)


def addresses(site: Site) -> Mapping[str, str]:
    """Where Prometheus is asked and written to, unless a store that scales out does both.

    Replicas share nothing: whoever writes, writes to each, by the names that the operator's
    governing Service gives their pods.
    """
    if site.distributed:
        return {}
    query = {"metrics.query": f"http://{RELEASE}-prometheus.{site.namespace}:9090"}
    if site.replicas == 1:
        return {**query, "metrics.write": f"{query['metrics.query']}{WRITE}"}
    pods = f"prometheus-{RELEASE}-{{}}.prometheus-operated.{site.namespace}:9090"
    return query | {
        f"metrics.write.{number}": f"http://{pods.format(number)}{WRITE}"
        for number in range(site.replicas)
    }
