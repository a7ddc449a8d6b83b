"""The charts that install Tempo, one process or many, and where other packs then find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import ALWAYS, BUDGET, DEPLOYMENT, STATEFUL_SET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

RELEASE = "tempo"
# Grafana's own repository still answers for both names, with frozen versions.
REPOSITORY = "https://grafana-community.github.io/helm-charts"
SINGLE = Chart(
    name="tempo",
    repository=REPOSITORY,
    version="2.2.4",
    keys={2: "tempo/tempo-2.txt"},
    kinds=(*ALWAYS, STATEFUL_SET),
)
DISTRIBUTED = Chart(
    name="tempo-distributed",
    repository=REPOSITORY,
    version="3.3.0",
    keys={3: "tempo/tempo-distributed-3.txt"},
    kinds=(*ALWAYS, DEPLOYMENT, STATEFUL_SET, BUDGET),
)
CHARTS = (SINGLE, DISTRIBUTED)


def installs(site: Site) -> Iterator[Install]:
    """Tempo, in every environment."""
    yield Install(RELEASE, (DISTRIBUTED if site.distributed else SINGLE).name, Wave.STORES)


def addresses(site: Site) -> Mapping[str, str]:
    """Where traces are read and sent; parts of a distributed Tempo have names of their own."""
    reader, writer = (
        ("tempo-query-frontend", "tempo-distributor") if site.distributed else (RELEASE, RELEASE)
    )
    return {
        "traces.query": f"http://{reader}.{site.namespace}:3200",
        "traces.otlp": f"{writer}.{site.namespace}:4317",
    }
