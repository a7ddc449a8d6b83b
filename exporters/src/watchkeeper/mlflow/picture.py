"""What a source reads of a store, whatever kind of source it is."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import Literal, Protocol

from watchkeeper.mlflow.families import DURATION_BUCKETS, ENDED, LATENCY_BUCKETS

Reason = Literal["unreachable", "timeout", "busy", "denied", "schema", "answer", "unexpected"]
REASONS: tuple[Reason, ...] = (
    "unreachable",
    "timeout",
    "busy",
    "denied",
    "schema",
    "answer",
    "unexpected",
)

# Experiments and models of the default workspace keep their plain names.
DEFAULT_WORKSPACE = "default"
NO_DURATION = -1


class SourceError(Exception):
    """A reading failed; ``wait`` is how long the store asked to be left alone."""

    def __init__(self, reason: Reason, message: str, wait: float = 0) -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment; its name begins with the workspace where that is not the default one."""

    id: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs that are alike: ``bucket`` indexes the bounds of durations, and times are in ms."""

    experiment: str
    status: str
    active: bool
    bucket: int
    count: int
    duration: float
    first_start: int | None
    last_start: int | None


@dataclass(frozen=True, slots=True)
class Traces:
    """Traces in one state, and the start of the newest in ms."""

    experiment: str
    state: str
    count: int
    newest: int | None


@dataclass(frozen=True, slots=True)
class Latencies:
    """Traces whose latency is in one bucket."""

    experiment: str
    bucket: int
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Model:
    """A registered model that is no prompt."""

    name: str
    versions: int
    updated: int


@dataclass(frozen=True, slots=True)
class Alias:
    """An alias, and the version it points at."""

    model: str
    alias: str
    version: int


@dataclass(frozen=True, slots=True)
class ModelMetric:
    """A metric of the run that made the version behind an alias."""

    model: str
    alias: str
    metric: str
    value: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All of one reading. ``reconciled`` is when all runs were read, as Unix time."""

    experiments: tuple[Experiment, ...]
    runs: tuple[Runs, ...]
    models: tuple[Model, ...]
    aliases: tuple[Alias, ...]
    metrics: tuple[ModelMetric, ...]
    reconciled: float
    traces: tuple[Traces, ...] = ()
    latencies: tuple[Latencies, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The metrics to read of models, and behind which aliases."""

    metrics: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ("champion",)


class Source(Protocol):
    """Reads a store. Only one thread calls it."""

    def read(self) -> Picture:
        """One reading; raises a SourceError if it fails."""


def qualified(workspace: str, name: str) -> str:
    """A name that is unique over all workspaces."""
    return name if workspace == DEFAULT_WORKSPACE else f"{workspace}/{name}"


def bucket_of(status: str, start: int | None, end: int | None) -> int:
    """The bucket of a run's duration; clocks that differ make it negative, and it has none."""
    if status not in ENDED or start is None or end is None or end < start:
        return NO_DURATION
    return bisect.bisect_left(DURATION_BUCKETS, (end - start) / 1000)


def latency_bucket(seconds: float) -> int:
    """The bucket of a trace's latency."""
    return bisect.bisect_left(LATENCY_BUCKETS, seconds)
