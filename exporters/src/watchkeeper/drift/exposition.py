"""The folder of results as metrics. What is too old is not shown, only how old it is."""

from __future__ import annotations

import logging
import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import families as f
from watchkeeper.drift import files
from watchkeeper.drift.jobs import NAME
from watchkeeper.drift.results import OK, RUNNING, VERSION, Place
from watchkeeper.drift.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from watchkeeper.drift.families import Family

log = logging.getLogger("watchkeeper.drift")

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
MOST_COLUMNS = 500  # of one model; those that drift come first
AHEAD = 600  # seconds that another machine's clock may be ahead of this one


@dataclass(frozen=True, slots=True)
class Sample:
    """One series and its value."""

    family: Family
    labels: tuple[str, ...]
    value: float


class Shelf:
    """Reads the results; each file once, until it is replaced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Path, tuple[tuple[int, int, int], dict[str, Any] | None]] = {}

    def samples(self, now: float) -> Iterator[Sample]:
        """Everything there is to say at a time."""
        try:
            places = sorted(path for path in self.folder.iterdir() if NAME.fullmatch(path.name))
            found = [Place(path) for path in places if path.is_dir()]
        except OSError as error:
            log.error("%s cannot be read: %s", self.folder, error)  # noqa: TRY400 - a line is enough
            yield Sample(f.READABLE, (), 0)
            return
        yield Sample(f.READABLE, (), 1)
        for place in found:
            yield from _of_model(place.folder.name, place.run(), self._newest(place), now)

    def _newest(self, place: Place) -> dict[str, Any] | None:
        try:
            path = place.newest()
            if path is None:
                return None
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            known = self._read.get(place.folder)
            if known is None or known[0] != stamp:
                self._read[place.folder] = known = (stamp, _load(path))
            return known[1]
        except OSError as error:
            log.warning("%s cannot be read: %s", place.folder, error)
            return None


def _load(path: Path) -> dict[str, Any] | None:
    try:
        found = files.read(path, VERSION)
        list(_shown("", found))  # whatever is missing in it is missing now
        float(found["finished_at"]), float(found["window_end"]), float(found["max_age_seconds"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is no result: %s", path, error)
        return None
    return found


def _of_model(
    model: str, run: Mapping[str, Any] | None, result: Mapping[str, Any] | None, now: float
) -> Iterator[Sample]:
    yield Sample(f.STATUS, (model,), ran_well(run, now))
    if run and isinstance(run.get("started_at"), int | float):
        yield Sample(f.LAST_RUN, (model,), float(run["started_at"]))
    old = result is None or too_old(result, now)
    yield Sample(f.STALE, (model,), old)
    if result is None:
        return
    yield Sample(f.SUCCESS, (model,), float(result["finished_at"]))
    yield Sample(f.WINDOW_END, (model,), float(result["window_end"]))
    if not old:
        yield from _shown(model, result)


def ran_well(run: Mapping[str, Any] | None, now: float) -> bool:
    """Whether the last run that ended did so well; one that is past its deadline has not."""
    if not run:
        return False
    if run.get("status") == RUNNING:
        deadline = run.get("deadline")
        in_time = isinstance(deadline, int | float) and now <= deadline
        return in_time and bool(run.get("previous_ok"))
    return bool(run.get("status") == OK)


def too_old(result: Mapping[str, Any], now: float) -> bool:
    """Whether a result, or the data it speaks of, is older than it is good for."""
    ages = (now - float(result["finished_at"]), now - float(result["window_end"]))
    return not all(-AHEAD <= age <= float(result["max_age_seconds"]) for age in ages)


def _shown(model: str, result: Mapping[str, Any]) -> Iterator[Sample]:
    columns = result["columns"]
    yield Sample(f.SHARE, (model,), float(result["share"]))
    yield Sample(f.DRIFT, (model,), bool(result["drift_detected"]))
    states = Counter(column["state"] for column in columns.values())
    for state in STATES:
        yield Sample(f.COLUMNS, (model, state), states[state])
    kept = sorted(columns, key=lambda name: (-_weight(columns[name]), name))[:MOST_COLUMNS]
    yield Sample(f.CUT, (model,), len(columns) - len(kept))
    for name in sorted(kept):
        yield from _of_column((model, name), columns[name])


def _weight(column: Mapping[str, Any]) -> float:
    if column["drifted"] or column["null_shift"]:
        return math.inf
    return float(column["score"] or 0) / float(column["bound"] or 1)


def _of_column(labels: tuple[str, str], column: Mapping[str, Any]) -> Iterator[Sample]:
    if column["score"] is not None:
        yield Sample(f.SCORE, labels, float(column["score"]))
        yield Sample(f.BOUND, labels, float(column["bound"]))
    if column["score"] is not None or column["drifted"]:
        yield Sample(f.DETECTED, labels, bool(column["drifted"]))
    if column["null_share"] is not None:
        yield Sample(f.NULL_SHARE, labels, float(column["null_share"]))
        yield Sample(f.NULL_SHIFT, labels, bool(column["null_shift"]))


def page(shelf: Shelf, now: float | None = None) -> bytes:
    """One scrape."""
    by_family: dict[str, list[str]] = {family.name: [] for family in f.FAMILIES}
    for sample in shelf.samples(time.time() if now is None else now):
        pairs = zip(sample.family.labels, sample.labels, strict=True)
        labels = ",".join(f'{name}="{escaped(value)}"' for name, value in pairs)
        series = f"{sample.family.name}{{{labels}}}" if labels else sample.family.name
        by_family[sample.family.name].append(f"{series} {float(sample.value)!r}")
    lines = []
    for family in f.FAMILIES:
        lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} gauge"]
        lines += by_family[family.name]
    return ("\n".join(lines) + "\n").encode()


def escaped(value: str) -> str:
    """A label value as the exposition format writes it."""
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
