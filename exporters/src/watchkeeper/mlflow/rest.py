"""Reads a tracking server over REST, for those who cannot reach its database.

The interface can neither count nor say what changed. So all runs are read once and remembered. A
reading asks for the runs that started or ended since the last one. What has no time that can be
asked for (runs that were deleted, restored, opened again, or closed without an end) is looked for
in a part of the experiments, in turn, and now and then everything is read again.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from watchkeeper.mlflow.families import ENDED
from watchkeeper.mlflow.picture import (
    NO_DURATION,
    Experiment,
    Picture,
    Runs,
    SourceError,
    bucket_of,
    qualified,
)
from watchkeeper.mlflow.registry import Registry
from watchkeeper.mlflow.tracing import TraceSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from watchkeeper.mlflow.api import Api
    from watchkeeper.mlflow.picture import Wanted

PAGE = 5_000  # runs; the server sorts all of them for each page, and takes at most 50,000
BATCH = 500  # runs that are asked for by name at once
# Times are those of the machines where runs run.
OVERLAP = 600.0  # seconds
# Deletions show only in the list of all deleted runs; an experiment with a longer one waits for a
# full reading.
MOST_DELETED = 5_000
OPEN = " AND ".join(f"attributes.status != '{status}'" for status in ENDED)


class Run(NamedTuple):
    """What is remembered of a run."""

    experiment: str
    status: str
    active: bool
    start: int | None
    end: int | None


class RestSource:
    """A tracking server."""

    def __init__(
        self, api: Api, wanted: Wanted, *, reconcile: float = 3600, sweep: float = 300
    ) -> None:
        self._api = api
        self._registry = Registry(api, wanted)
        self._traces = TraceSource(api)
        self._reconcile = reconcile
        self._sweep = sweep
        self._swept: dict[str, float] = {}
        self._held: dict[str, Run] = {}
        self._lives: dict[str, bool] = {}
        self._read_at = 0.0
        self._reconciled = 0.0

    def read(self) -> Picture:
        """One reading."""
        now = time.time()
        try:
            experiments = self._experiments()
            lives = {found.id: found.active for found in experiments}
            full = now - self._reconciled >= self._reconcile
            turn = set(lives) if full else self._turn(lives, now)
            if full:
                self._held = self._search(lives)
            else:
                self._follow(lives, turn)
            models, aliases, metrics = self._registry.read(list(lives), anew=full)
            self._traces.follow(list(lives), turn)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise SourceError("answer", f"an answer lacks what it must have: {error!r}") from error
        self._lives, self._read_at = lives, now
        self._swept = {key: now if key in turn else self._swept[key] for key in lives}
        if full:
            self._reconciled = now
        return Picture(
            experiments,
            self._alike(),
            models,
            aliases,
            metrics,
            self._reconciled,
            self._traces.counts(),
            self._traces.latencies(),
        )

    def _turn(self, lives: Collection[str], now: float) -> set[str]:
        """The experiments that were not looked at for longest: as many as the time allows."""
        due = sorted(lives, key=lambda key: (self._swept.get(key, 0.0), key))
        share = min((now - self._read_at) / self._sweep, 1)
        late = (key for key in due if now - self._swept.get(key, 0.0) >= self._sweep)
        return {*due[: math.ceil(len(due) * share)], *late}

    def _experiments(self) -> tuple[Experiment, ...]:
        items = self._api.pages(
            "experiments/search", "experiments", max_results=10_000, view_type="ALL"
        )
        found = tuple(
            Experiment(
                str(item["experiment_id"]),
                qualified(item.get("workspace") or self._api.workspace, item["name"]),
                item["lifecycle_stage"] == "active",
            )
            for item in items
        )
        if not found:  # even a new server has one
            raise SourceError("denied", "no experiment can be seen: has the user any rights?")
        return found

    def _search(
        self, experiments: Collection[str], where: str = "", view: str = "ALL"
    ) -> dict[str, Run]:
        """Runs by id, in the order of their start so that new ones shift no page."""
        if not experiments:
            return {}
        items = self._api.pages(
            "runs/search",
            "runs",
            experiment_ids=list(experiments),
            filter=where,
            run_view_type=view,
            max_results=PAGE,
            order_by=["attributes.start_time ASC"],
        )
        return {item["info"]["run_id"]: _run(item["info"]) for item in items}

    def _named(self, experiments: Collection[str], runs: Iterable[str]) -> None:
        """Reads these runs anew; one that is not found is gone for good."""
        names = sorted(runs)
        for start in range(0, len(names), BATCH):
            batch = names[start : start + BATCH]
            quoted = ", ".join(f"'{name}'" for name in batch)
            found = self._search(experiments, f"attributes.run_id IN ({quoted})")
            for name in set(batch) - found.keys():
                self._held.pop(name, None)
            self._held.update(found)

    def _follow(self, lives: dict[str, bool], turn: set[str]) -> None:
        """Reads what may have changed. Each step leaves what is true, so failing does no harm."""
        since = int((self._read_at - OVERLAP) * 1000)
        turned = [key for key, active in lives.items() if self._lives.get(key) != active]
        self._held.update(self._search(turned))
        for time_of in ("start", "end"):
            self._held.update(self._search(lives, f"attributes.{time_of}_time > {since}"))
        found = self._search(turn, OPEN, "ACTIVE_ONLY")
        listed = self._listed(lives, turn)
        found |= self._search(listed, view="DELETED_ONLY")
        doubtful = {
            key
            for key, run in self._held.items()
            if key not in found
            and (
                run.experiment in turn
                if run.active and run.status not in ENDED
                else not run.active and run.experiment in listed
            )
        }
        self._held.update(found)
        self._named(lives, doubtful)

    def _listed(self, lives: dict[str, bool], turn: set[str]) -> set[str]:
        """The experiments whose deleted runs are few enough to be listed."""
        deleted = Counter(run.experiment for run in self._held.values() if not run.active)
        return {key for key in turn if lives[key] and deleted[key] <= MOST_DELETED}

    def _alike(self) -> tuple[Runs, ...]:
        """What is remembered, counted."""
        groups: defaultdict[tuple[str, str, bool, int], list[Run]] = defaultdict(list)
        for run in self._held.values():
            bucket = bucket_of(run.status, run.start, run.end)
            groups[run.experiment, run.status, run.active, bucket].append(run)
        return tuple(_counted(key, runs) for key, runs in groups.items())


def _run(info: dict[str, Any]) -> Run:
    return Run(
        str(info["experiment_id"]),
        str(info["status"]),
        info["lifecycle_stage"] == "active",
        _time(info.get("start_time")),
        _time(info.get("end_time")),
    )


def _time(value: int | str | None) -> int | None:
    return None if value is None else int(value)


def _counted(key: tuple[str, str, bool, int], runs: list[Run]) -> Runs:
    experiment, status, active, bucket = key
    starts = [run.start for run in runs if run.start is not None]
    took = sum((run.end or 0) - (run.start or 0) for run in runs) if bucket != NO_DURATION else 0
    return Runs(
        experiment,
        status,
        active,
        bucket,
        len(runs),
        took / 1000,
        min(starts, default=None),
        max(starts, default=None),
    )
