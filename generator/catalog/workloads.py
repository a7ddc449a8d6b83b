"""How a pack says what of ours runs for its subject: servers, and jobs on a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.ir import (
    Account,
    Claim,
    Exits,
    Job,
    Mount,
    Program,
    Server,
    Variable,
    Way,
    Workload,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.spec.stores import Stack
    from generator.spec.workloads import Exporter

__all__ = [
    "DNS",
    "Account",
    "Claim",
    "Exits",
    "Ground",
    "Job",
    "ModelJob",
    "Mount",
    "Program",
    "Server",
    "Variable",
    "Way",
    "Workload",
    "ways",
]

# Names are asked for on 53; OpenShift's servers listen on another port behind their Service.
DNS = Way((53, "53/UDP", 5353, "5353/UDP"))
PORTS = {"http": 80, "https": 443}


NAME_AND_NAMESPACE = 2


def ways(address: str, own: str) -> tuple[Way, ...]:
    """How a client in the namespace ``own`` gets to an address.

    Behind a Service the pods listen on ports that only their own chart knows, and policies see
    those: so the whole namespace of a Service is open. ``minio.storage`` may also be a host of the
    company's own domain.
    """
    found = urlsplit(address)
    outside = Way((found.port or PORTS[found.scheme],))
    name, *rest = (found.hostname or "").rstrip(".").split(".")
    if not rest and name and ":" not in name:
        return (Way(namespace=own),)
    if rest[1:2] == ["svc"]:
        return (Way(namespace=rest[0]),)
    if len(rest) + 1 == NAME_AND_NAMESPACE:
        return Way(namespace=rest[0]), outside
    return (outside,)


@dataclass(frozen=True, slots=True)
class ModelJob:
    """What is run for one model on a schedule of the platform, and what its program is told."""

    schedule: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Ground:
    """One environment, as a pack sees it when it says what runs there.

    ``services`` are the namespaces of the services that run there, ``addresses`` where others reach
    them, ``exporters`` those that they ask for, all by name. ``models`` are the numbers of models
    with a job of the pack, by schedule; what the jobs are told stands in ``lists``, and ``schemes``
    are those of the addresses in there, such as ``s3``. ``namespace`` is where all of it runs.
    """

    environment: str
    namespace: str
    image: str
    stack: Stack
    services: Mapping[str, str]
    addresses: Mapping[str, str]
    exporters: Mapping[str, Exporter]
    models: Mapping[str, int]
    lists: tuple[str, ...]
    schemes: frozenset[str]
