"""Reads a tracking server over REST, for those who cannot reach its database.

The interface can neither count nor say what changed. So all runs are read once and remembered; a
reading asks for what may have changed since the last one, and now and then for everything again.
"""

from __future__ import annotations

import time
from collections import defaultdict
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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from watchkeeper.mlflow.api import Api
    from watchkeeper.mlflow.picture import Wanted

PAGE = 5_000  # runs; the server sorts all of them for each page, and takes at most 50,000
BATCH = 500  # runs that are asked for by name at once
# Times are those of the machines where runs run.
OVERLAP = 600.0  # seconds
# Deletions show only in the list of all deleted runs; a longer one waits for a full reading.
MOST_DELETED = 5_000


class Run(NamedTuple):
    """What is remembered of a run."""

    experiment: str
    status: str
    active: bool
    start: int | None
    end: int | None


class RestSource:
    """A tracking server."""

    def __init__(self, api: Api, wanted: Wanted, *, reconcile: float = 3600) -> None:
        self._api = api
        self._registry = Registry(api, wanted)
        self._reconcile = reconcile
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
            if full:
                self._held = self._search(lives)
            else:
                self._follow(lives)
            models, aliases, metrics = self._registry.read(list(lives), anew=full)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise SourceError("answer", f"an answer lacks what it must have: {error!r}") from error
        self._lives, self._read_at = lives, now
        if full:
            self._reconciled = now
        return Picture(experiments, self._alike(), models, aliases, metrics, self._reconciled)

    def _experiments(self) -> tuple[Experiment, ...]:
        items = self._api.pages(
            "experiments/search", "experiments", max_results=10_000, view_type="ALL"
        )
        found = tuple(
            Experiment(
                str(item["experiment_id"]),
                qualified(item.get("workspace") or "default", item["name"]),
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

    def _follow(self, lives: dict[str, bool]) -> None:
        """Reads what may have changed. Each step leaves what is true, so failing does no harm."""
        since = int((self._read_at - OVERLAP) * 1000)
        turned = [key for key, active in lives.items() if self._lives.get(key) != active]
        self._held.update(self._search(turned))
        recent = self._search(lives, f"attributes.end_time > {since}")
        recent |= self._search(lives, f"attributes.start_time > {since}")
        for status in ("RUNNING", "SCHEDULED"):
            recent |= self._search(lives, f"attributes.status = '{status}'", "ACTIVE_ONLY")
        self._held.update(recent)
        doubtful = {
            key
            for key, run in self._held.items()
            if run.active and run.status not in ENDED and key not in recent
        }
        living = {key for key, active in lives.items() if active}
        deleted = {
            key for key, run in self._held.items() if not run.active and run.experiment in living
        }
        if len(deleted) <= MOST_DELETED:
            found = self._search(living, view="DELETED_ONLY")
            self._held.update(found)
            doubtful |= deleted - found.keys()
        self._named(lives, doubtful)

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
