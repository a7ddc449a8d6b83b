"""What is known of one experiment, and how it is told: counters among it never fall."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from watchkeeper.mlflow import families
from watchkeeper.mlflow.exposition import Histogram, Sample
from watchkeeper.mlflow.families import DURATION_BUCKETS, LATENCY_BUCKETS
from watchkeeper.mlflow.picture import NO_DURATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watchkeeper.mlflow.families import Family
    from watchkeeper.mlflow.picture import Latencies, Runs, Traces


class Part(NamedTuple):
    """A number that only rises: a status, a bucket, or the sum of a histogram."""

    family: Family
    part: str | int


SUM: Literal["sum"] = "sum"


@dataclass(slots=True)
class Facts:
    """What is known of one experiment, or of several whose names became one label value."""

    active: bool = False
    runs: Counter[str] = field(default_factory=Counter)
    traces: Counter[str] = field(default_factory=Counter)
    rising: defaultdict[Part, float] = field(default_factory=lambda: defaultdict(float))
    oldest: int | None = None
    newest: int | None = None
    traced: int | None = None

    @property
    def used(self) -> int:
        """When it was last used, in ms."""
        return _pick(max, self.newest, self.traced) or 0

    def count(self, runs: Runs) -> None:
        """Adds runs that are alike. A deleted run has ended nonetheless."""
        if runs.status in families.ENDED:
            self.rising[Part(families.RUNS_FINISHED, runs.status)] += runs.count
        if runs.bucket != NO_DURATION:
            self.rising[Part(families.DURATION, runs.bucket)] += runs.count
            self.rising[Part(families.DURATION, SUM)] += runs.duration
        if not runs.active:
            return
        self.runs[runs.status] += runs.count
        self.newest = _pick(max, self.newest, runs.last_start)
        if runs.status == "RUNNING":
            self.oldest = _pick(min, self.oldest, runs.first_start)

    def trace(self, traces: Traces) -> None:
        """Adds traces in one state."""
        self.traces[traces.state] += traces.count
        self.traced = _pick(max, self.traced, traces.newest)
        if traces.state in families.TRACES_ENDED:
            self.rising[Part(families.TRACES_FINISHED, traces.state)] += traces.count

    def time(self, found: Latencies) -> None:
        """Adds latencies of one bucket."""
        self.rising[Part(families.TRACE_LATENCY, found.bucket)] += found.count
        self.rising[Part(families.TRACE_LATENCY, SUM)] += found.seconds

    def add(self, other: Facts) -> None:
        """Adds another experiment with the same label value."""
        self.active = self.active or other.active
        self.runs.update(other.runs)
        self.traces.update(other.traces)
        for key, number in other.rising.items():
            self.rising[key] += number
        self.oldest = _pick(min, self.oldest, other.oldest)
        self.newest = _pick(max, self.newest, other.newest)
        self.traced = _pick(max, self.traced, other.traced)


class Rising:
    """What only rises, by experiment: each reading adds by how much it saw more than the last one.

    Runs vanish for good (`mlflow gc`), and traces are deleted. Prometheus would take the fall of a
    counter for a restart, and add all that is left; and the highest count ever seen would hide as
    many new failures.
    """

    def __init__(self) -> None:
        self._seen: dict[str, dict[Part, float]] = {}
        self._told: dict[str, dict[Part, float]] = {}

    def update(self, facts: dict[str, Facts]) -> None:
        """Replaces what was seen by what is told. An experiment that vanished is forgotten."""
        seen: dict[str, dict[Part, float]] = {}
        told: dict[str, dict[Part, float]] = {}
        for key, found in facts.items():
            last, before = self._seen.get(key, {}), self._told.get(key, {})
            seen[key] = dict(found.rising)
            for part in before.keys() | seen[key].keys():
                more = max(0, seen[key].get(part, 0) - last.get(part, 0))
                found.rising[part] = before.get(part, 0) + more
            told[key] = dict(found.rising)
        self._seen, self._told = seen, told


def _pick(choose: Callable[[list[int]], int], *times: int | None) -> int | None:
    known = [time for time in times if time is not None]
    return choose(known) if known else None


def experiment_samples(name: str, facts: Facts) -> Iterator[Sample]:
    """What is reported of one experiment; of a deleted one only what must not fall."""
    yield from _counted(families.RUNS_FINISHED, families.ENDED, name, facts)
    yield _histogram(families.DURATION, DURATION_BUCKETS, name, facts)
    if facts.active:
        for status in families.STATUSES:
            yield Sample(families.RUNS, (name, status), facts.runs[status])
        if facts.oldest is not None:
            yield Sample(families.OLDEST_RUNNING, (name,), facts.oldest / 1000)
        if facts.newest is not None:
            yield Sample(families.LAST_RUN, (name,), facts.newest / 1000)
    # Most experiments have none, and are not charged the series.
    if facts.traces or any(part.family is families.TRACES_FINISHED for part in facts.rising):
        yield from _trace_samples(name, facts)


def _trace_samples(name: str, facts: Facts) -> Iterator[Sample]:
    yield from _counted(families.TRACES_FINISHED, families.TRACES_ENDED, name, facts)
    yield _histogram(families.TRACE_LATENCY, LATENCY_BUCKETS, name, facts)
    if facts.active:
        for state in families.TRACE_STATES:
            yield Sample(families.TRACES, (name, state), facts.traces[state])


def _counted(
    family: Family, statuses: tuple[str, ...], name: str, facts: Facts
) -> Iterator[Sample]:
    for status in statuses:
        yield Sample(family, (name, status), facts.rising.get(Part(family, status), 0))


def _histogram(family: Family, bounds: tuple[float, ...], name: str, facts: Facts) -> Sample:
    counts = (int(facts.rising.get(Part(family, n), 0)) for n in range(len(bounds) + 1))
    total = facts.rising.get(Part(family, SUM), 0)
    return Sample(family, (name,), Histogram(bounds, tuple(counts), total))
