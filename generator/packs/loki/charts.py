"""The chart that installs Loki, and where other packs then find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import ALWAYS, BUDGET, DEPLOYMENT, NARROW, STATEFUL_SET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

RELEASE = "loki"

# A chart of this name in Grafana's own repository is Enterprise Logs: other values, a licence.
CHARTS = (
    Chart(
        name="loki",
        repository="https://grafana-community.github.io/helm-charts",
        version="18.11.0",
        keys={18: "loki/loki-18.txt"},
        kinds=(*ALWAYS, *NARROW, DEPLOYMENT, STATEFUL_SET, BUDGET),
    ),
)


def installs(_: Site) -> Iterator[Install]:
    """Loki, in every environment."""
    yield Install(RELEASE, "loki", Wave.STORES)


def addresses(site: Site) -> Mapping[str, str]:
    """Where lines are read and sent; a distributed Loki is only whole behind its gateway."""
    base = (
        f"http://loki-gateway.{site.namespace}"
        if site.distributed
        else f"http://loki.{site.namespace}:3100"
    )
    return {"logs.query": base, "logs.push": f"{base}/loki/api/v1/push"}
