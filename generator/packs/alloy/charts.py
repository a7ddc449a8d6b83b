"""The chart that installs Alloy, and where applications send what they observe themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Chart, Install, Wave
from generator.catalog.kinds import ALWAYS, DAEMON_SET, WIDE
from generator.packs.alloy.traces import GRPC, HTTP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site

RELEASE = "alloy"

CHARTS = (
    Chart(
        name="alloy",
        repository="https://grafana.github.io/helm-charts",
        version="1.11.1",
        keys={1: "alloy/alloy-1.txt"},
        kinds=(*ALWAYS, *WIDE, DAEMON_SET),
    ),
)


BY_HAND = (
    (
        "Models and services that trace themselves set `OTEL_EXPORTER_OTLP_ENDPOINT` to "
        "`http://alloy.<namespace of the stack>:4317` (gRPC) or `:4318` (HTTP)."
    ),
    (
        "Nodes keep their journal in `/var/log/journal`; where they do not, Alloy reports "
        "`loki.source.journal.kernel` as unhealthy, and processes killed for memory are not seen."
    ),
)


def installs(_: Site) -> Iterator[Install]:
    """One collector for each node, in every environment."""
    yield Install(RELEASE, "alloy", Wave.COLLECTORS)


def addresses(site: Site) -> Mapping[str, str]:
    """The receivers; the Service leads to the collector of the sender's own node."""
    host = f"alloy.{site.namespace}"
    return {"otlp.grpc": f"{host}:{GRPC}", "otlp.http": f"http://{host}:{HTTP}"}
