"""How a pack says what must be installed, scraped and let through for its subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.ir import Endpoint, Peer, Relabeling, Wave

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.logs import LogPipeline
    from generator.ir import Labels, Routing
    from generator.spec.alerting import Alerting
    from generator.spec.platform import PlatformEnvironment
    from generator.spec.stores import Stack

__all__ = ["Endpoint", "Peer", "Relabeling", "Wave"]

Tree = dict[str, Any]  # values of a chart; YAML has no narrower type


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart we know how to install, at the version we checked.

    ``keys`` names a text file beside the pack for each known major version: the dotted keys that
    may be written, one a line; ``key.*`` allows everything below ``key``. ``key ! harm | instead``
    is a key that a spec may not change. ``by_others`` charts are installed by somebody else, and
    we only write values for them. ``kinds`` are those that a chart of ours renders with our values
    in any profile, hooks included; a test renders it and compares.
    """

    name: str
    repository: str
    version: str
    keys: Mapping[int, str]
    by_others: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Install:
    """One release of a chart."""

    release: str
    chart: str
    wave: Wave
    namespace: str = ""  # the stack's, unless said otherwise


@dataclass(frozen=True)
class Site:
    """One environment, as packs see it when they say what to install there.

    ``services`` are the namespaces of the services that run there, by name. ``addresses`` are the
    URLs that other packs offer, by role: ``metrics.query``, ``logs.push``, ``traces.otlp`` ...
    """

    environment: PlatformEnvironment
    stack: Stack
    alerting: Alerting
    services: Mapping[str, str]
    labels: Labels
    routing: Routing
    addresses: Mapping[str, str] = field(default_factory=dict)
    logs: tuple[LogPipeline, ...] = ()

    @property
    def namespace(self) -> str:
        """Where the stack lives."""
        return self.environment.namespace

    @property
    def writes(self) -> tuple[str, ...]:
        """Where series are written to: each of these gets all of them."""
        role = "metrics.write"
        return tuple(
            url for name, url in sorted(self.addresses.items()) if f"{name}.".startswith(f"{role}.")
        )

    @property
    def small(self) -> bool:
        """One replica of everything, on volumes."""
        return self.environment.profile == "small"

    @property
    def distributed(self) -> bool:
        """Stores that scale out, on object storage."""
        return self.environment.profile == "distributed"

    @cached_property
    def replicas(self) -> int:
        """Replicas of what can have several."""
        return 1 if self.small else 2


class TargetKind(StrEnum):
    """The object that finds the targets."""

    SERVICE = "ServiceMonitor"
    POD = "PodMonitor"


class Where(StrEnum):
    """The namespaces a target is looked for in."""

    SERVICE = "service"  # that of the pack's service
    STACK = "stack"  # that of the stack
    ANY = "any"  # all: models live where their teams like


@dataclass(frozen=True, slots=True)
class Target:
    """Something that is scraped; each of its series gets ``job``.

    ``labels`` select by equality, ``present`` by the label being there. ``sample_limit`` refuses a
    scrape that returns more series, before it harms Prometheus.
    """

    job: str
    kind: TargetKind
    endpoints: tuple[Endpoint, ...]
    labels: tuple[tuple[str, str], ...] = ()
    present: tuple[str, ...] = ()
    where: Where = Where.SERVICE
    sample_limit: int = 0
    name: str = ""  # of the object, when one job has several


@dataclass(frozen=True, slots=True)
class Health:
    """An address that answers 200 while the service can be used, asked from inside the cluster.

    ``{namespace}`` in it is that of the service.
    """

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Prober:
    """What asks for the health of services: its series have ``job``.

    ``address`` (host and port) is good for Prometheus, ``module`` expects an answer of 200.
    """

    job: str
    address: str
    module: str


@dataclass(frozen=True, slots=True)
class Access:
    """Which peers may reach which ports of some pods of the stack.

    ``rules`` are (ports, peers). A port is a number, or says that it is no TCP: ``"9094/UDP"``. A
    peer is named by the ``name`` of its own access, wherever that is written, or described.
    """

    name: str
    labels: tuple[tuple[str, str], ...]
    rules: tuple[tuple[tuple[int | str, ...], tuple[Peer | str, ...]], ...]
