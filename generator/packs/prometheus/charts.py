"""The chart that installs Prometheus and what belongs to it, and the one with its CRDs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

REPOSITORY = "https://prometheus-community.github.io/helm-charts"
STACK = Chart(
    name="kube-prometheus-stack",
    repository=REPOSITORY,
    version="88.5.3",
    keys={88: "prometheus/kube-prometheus-stack-88.txt"},
)
CRDS = Chart(
    name="prometheus-operator-crds",
    repository=REPOSITORY,
    version="31.0.1",
    keys={31: "prometheus/prometheus-operator-crds-31.txt"},
)
CHARTS = (STACK, CRDS)
RELEASE = STACK.name


def installs(_: Site) -> Iterator[Install]:
    """The CRDs are a release of their own: it comes first, and an upgrade brings new ones."""
    yield Install(CRDS.name, CRDS.name, 0)
    yield Install(RELEASE, STACK.name, 1)


def addresses(site: Site) -> Mapping[str, str]:
    """Where Prometheus is asked and written to, unless a store that scales out does both.

    In the ha profile the Service leads to either of two replicas, so what Loki and Tempo write is
    in one of them only.
    """
    if site.distributed:
        return {}
    base = f"http://{RELEASE}-prometheus.{site.namespace}:9090"
    return {"metrics.query": base, "metrics.write": f"{base}/api/v1/write"}
