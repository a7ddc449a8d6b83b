"""What is deployed beside the rules: releases of charts, monitors, network policies, applications.

All of it is the same for ten models and for ten thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.ir.routing import RouteTest, Routing
    from generator.ir.rules import Labels
    from generator.ir.wave import Wave

Tree = dict[str, Any]  # values of a chart; YAML has no narrower type


@dataclass(frozen=True, slots=True)
class Values:
    """A values file of a release: what all environments share, or (``environment``) one's rest."""

    release: str
    environment: str
    values: Tree
    sources: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its file, below the output folder."""
        suffix = f"-{self.environment}" if self.environment else ""
        return f"helm/{self.release}/values{suffix}.yaml"


@dataclass(frozen=True, slots=True)
class Release:
    """A chart as one environment installs it.

    ``managed`` releases are synced by our Argo CD applications; for the others we only write
    values, because somebody else installs them.
    """

    name: str
    chart: str
    repository: str
    version: str
    namespace: str
    wave: Wave
    managed: bool
    value_files: tuple[str, ...] = ()
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Relabeling:
    """One step of relabelling; empty text means Prometheus's default."""

    source: tuple[str, ...] = ()
    target: str = ""
    regex: str = ""
    replacement: str = ""
    action: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One port that is scraped.

    ``port`` is a name, a number as text, or empty: then each port that a pod declares is a target,
    and relabelling has to leave one of them (a pod that declares none is one target anyway).
    ``interval`` in seconds, 0 for the default of Prometheus. ``token`` sends Prometheus's own
    service-account token. ``insecure`` accepts any certificate (for self-signed ones).
    """

    port: str
    path: str = "/metrics"
    scheme: str = "http"
    interval: int = 0
    honor_labels: bool = False
    insecure: bool = False
    token: bool = False
    relabelings: tuple[Relabeling, ...] = ()
    metric_relabelings: tuple[Relabeling, ...] = ()


@dataclass(frozen=True, slots=True)
class Monitor:
    """A ServiceMonitor or PodMonitor (``kind``) for one job.

    ``labels`` select by equality, ``present`` by the label being there at all. Targets are looked
    for in ``namespaces``; without any, in the object's own, or with ``every_namespace`` in all.
    """

    name: str
    kind: str
    job: str
    labels: Labels
    present: tuple[str, ...]
    namespaces: tuple[str, ...]
    endpoints: tuple[Endpoint, ...]
    sample_limit: int = 0
    pack: str = ""
    every_namespace: bool = False

    @property
    def path(self) -> str:
        """Its file, below the folder of the base; objects of one pack share a file."""
        return f"monitors/{self.pack.replace('_', '-')}.yaml"


@dataclass(frozen=True, slots=True)
class Probe:
    """Addresses that a blackbox exporter (``prober``, host and port) asks, by one of its modules.

    Their series have ``job``, and the pack's name as ``system``.
    """

    name: str
    job: str
    prober: str
    module: str
    targets: tuple[str, ...]
    pack: str = ""

    @property
    def path(self) -> str:
        """Its file, below the folder of the base; objects of one pack share a file."""
        return f"probes/{self.pack.replace('_', '-')}.yaml"


@dataclass(frozen=True, slots=True)
class Peer:
    """Who may connect: pods with ``labels`` in namespaces with ``namespace`` labels.

    No labels mean all pods; no namespace labels mean the policy's own namespace; ``anywhere``
    means everybody, in and outside of the cluster.
    """

    labels: Labels = ()
    namespace: Labels = ()
    anywhere: bool = False
    every_namespace: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """A NetworkPolicy of the stack's namespace: which peers reach which ports of some pods.

    ``rules`` are (ports, peers); no rules means that nobody does. A port is a number, or says that
    it is no TCP: ``"9094/UDP"``.
    """

    name: str
    labels: Labels
    rules: tuple[tuple[tuple[int | str, ...], tuple[Peer, ...]], ...]
    pack: str = ""

    @property
    def path(self) -> str:
        """Its file, below the folder of the base; objects of one pack share a file."""
        return f"network/{self.pack.replace('_', '-')}.yaml"


@dataclass(frozen=True, slots=True)
class Application:
    """One Argo CD Application: either a release or a folder of this repository (``path``)."""

    name: str
    wave: Wave
    namespace: str
    path: str = ""
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """One environment without its models.

    ``server`` is the API of its cluster; ``routing`` what its Alertmanager is told, ``tests`` prove
    it. ``revision`` is what Argo CD syncs there, if that is not the project's.
    """

    name: str
    namespace: str
    server: str
    releases: tuple[Release, ...]
    values: tuple[Values, ...]
    routing: Routing
    tests: tuple[RouteTest, ...]
    applications: tuple[Application, ...]
    source: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """The AppProject: what Argo CD may read, where it may write, and which kinds."""

    name: str
    repository: str
    revision: str
    sources: tuple[str, ...]
    destinations: tuple[tuple[str, str], ...]
    cluster_kinds: tuple[tuple[str, str], ...]
    namespaced_kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LogRule:
    """An alert on log lines; ``expr`` is LogQL."""

    alert: str
    expr: str
    for_: str
    labels: Labels
    annotations: Labels


@dataclass(frozen=True, slots=True)
class LogRecording:
    """A series that Loki counts from log lines; ``expr`` is LogQL."""

    record: str
    expr: str


@dataclass(frozen=True, slots=True)
class LogRuleSet:
    """What Loki counts and watches for one pack."""

    name: str
    pack: str
    rules: tuple[LogRule | LogRecording, ...]

    @property
    def path(self) -> str:
        """Its file, below the folder of the base; objects of one pack share a file."""
        return f"logs/{self.name}.yaml"


@dataclass(frozen=True, slots=True)
class System:
    """A system that is observed, and where: (what, output path) lines, and what a person sets.

    ``runbooks`` is the number of its pages, which have an index of their own.
    """

    name: str
    title: str
    outputs: tuple[tuple[str, str], ...]
    by_hand: tuple[str, ...] = ()
    runbooks: int = 0


@dataclass(frozen=True, slots=True)
class Platform:
    """All that is deployed beside rules, for every environment."""

    sites: tuple[Site, ...] = ()
    values: tuple[Values, ...] = ()
    monitors: tuple[Monitor, ...] = ()
    probes: tuple[Probe, ...] = ()
    policies: tuple[Policy, ...] = ()
    log_rules: tuple[LogRuleSet, ...] = ()
    project: Project | None = None
    systems: tuple[System, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """The files of all objects of the base, below its folder."""
        return frozenset(
            (
                *(each.path for each in self.monitors),
                *(each.path for each in self.probes),
                *(each.path for each in self.policies),
                *(each.path for each in self.log_rules),
            )
        )
