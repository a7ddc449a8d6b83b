"""What runs of our own in one environment: servers that are scraped, and jobs on a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.ir.rules import Labels


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable: a value, or (``secret``, ``key``) where the cluster keeps it."""

    name: str
    value: str = ""
    secret: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder of a pod: a volume claim, some lists of jobs, or (neither) empty at each start."""

    path: str
    claim: str = ""
    lists: tuple[str, ...] = ()
    writable: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """What a pod runs: a Python ``module``; all keys of ``secrets`` become variables.

    ``memory`` in bytes is what it gets and may take, ``cpu`` in thousandths of a core what it gets.
    ``labels`` are those of its pods besides ours.
    """

    image: str
    module: str
    arguments: tuple[str, ...]
    memory: int
    cpu: int
    variables: tuple[Variable, ...] = ()
    secrets: tuple[str, ...] = ()
    mounts: tuple[Mount, ...] = ()
    labels: Labels = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A service account; it may ask the API for nothing."""

    name: str
    annotations: Labels = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A volume that pods share; ``size`` in bytes."""

    name: str
    size: int
    storage_class: str
    access_mode: str


@dataclass(frozen=True, slots=True)
class Server:
    """One pod that is scraped by the name of its ``port``, and asked for ``/healthz``, ``/readyz``.

    ``labels`` select it, and are those of its Service.
    """

    name: str
    labels: Labels
    account: str
    program: Program
    port: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Job:
    """``pods`` that share some work, each time ``cron`` says; times in seconds.

    A pod that ends with the status ``hopeless`` is not tried again.
    """

    name: str
    labels: Labels
    account: str
    program: Program
    cron: str
    time_zone: str
    pods: int
    deadline: int
    start_within: int
    kept: int
    hopeless: int


@dataclass(frozen=True, slots=True)
class Way:
    """Where pods may connect to: ports of pods of a namespace, of a network, or (neither) of all.

    No ports are all ports. A port is a number, or says that it is no TCP: ``"53/UDP"``.
    """

    ports: tuple[int | str, ...] = ()
    namespace: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Exits:
    """What the pods with ``labels`` may connect to, and nothing else."""

    name: str
    labels: Labels
    ways: tuple[Way, ...]


Workload = Account | Claim | Server | Job | Exits


@dataclass(frozen=True, slots=True)
class Workloads:
    """What one pack runs in one environment."""

    pack: str
    objects: tuple[Workload, ...]

    @property
    def path(self) -> str:
        """Its file, below the folder of the overlay."""
        return f"workloads/{self.pack.replace('_', '-')}.yaml"


@dataclass(frozen=True, slots=True)
class JobList:
    """What the jobs of a pack are told of some models: a JSON object for each, on a line.

    ``settings``, a JSON object too, are what they are told of all.
    """

    pack: str
    name: str
    lines: tuple[str, ...]
    sources: tuple[str, ...]
    settings: str = "{}"

    @property
    def path(self) -> str:
        """Its file, below the folder of the overlay."""
        return f"workloads/{self.name}.yaml"
