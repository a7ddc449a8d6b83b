"""The chart that installs Mimir, and where other packs then find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import (
    ALWAYS,
    BUDGET,
    CRD,
    DEPLOYMENT,
    NARROW,
    STATEFUL_SET,
    WEBHOOKS,
    WIDE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

RELEASE = "mimir"
CHARTS = (
    Chart(
        name="mimir-distributed",
        repository="https://grafana.github.io/helm-charts",
        version="6.1.0",
        keys={6: "mimir/mimir-distributed-6.txt"},
        kinds=(*ALWAYS, *WIDE, *NARROW, *WEBHOOKS, CRD, DEPLOYMENT, STATEFUL_SET, BUDGET),
    ),
)


def installs(site: Site) -> Iterator[Install]:
    """Mimir, where one Prometheus is not enough."""
    if site.distributed:
        yield Install(RELEASE, "mimir-distributed", Wave.STORES)


def addresses(site: Site) -> Mapping[str, str]:
    """Its gateway, which knows the way to each part."""
    if not site.distributed:
        return {}
    base = f"http://mimir-gateway.{site.namespace}"
    return {
        "metrics.query": f"{base}/prometheus",
        "metrics.write": f"{base}/api/v1/push",
        "rules.mimir": base,
    }
