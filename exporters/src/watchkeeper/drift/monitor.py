"""One run: a job's data in, one result out, or a failure that everybody can see."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from watchkeeper.drift import files
from watchkeeper.drift.arrow import np, pa
from watchkeeper.drift.cache import reference_profile
from watchkeeper.drift.measuring import Columns, changes, measure, schemas
from watchkeeper.drift.results import Place, Run, document
from watchkeeper.drift.sources import SourceError, find
from watchkeeper.drift.verdict import Limits, NoVerdictError, judge
from watchkeeper.drift.windows import window_end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from watchkeeper.drift.jobs import Job

log = logging.getLogger("watchkeeper.drift")

NO_DRIFT, DRIFT, COULD_NOT_RUN = 0, 1, 2
FAILURES = (SourceError, NoVerdictError, OSError, MemoryError, ValueError, pa.ArrowException)


class RunError(Exception):
    """There is no verdict; the message says why."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a run keeps things, and how long it may take.

    ``owns_process`` says that a run may end the process, when its time is up or SIGTERM comes.
    """

    results: Path
    cache: Path
    timeout: float = 3600.0
    window_end: datetime | None = None
    owns_process: bool = False


def run(job: Job, setting: Setting) -> dict[str, Any]:
    """Runs one job and returns its result, which is also written; see `results.document`.

    Raises:
        RunError: there is no verdict; the model's record says so as well.
        files.BusyError: another run of this model goes on, whose record is left alone.
    """
    place = Place(setting.results / job.name)
    try:
        with files.alone(place.folder):
            return _recorded(job, setting, place)
    except OSError as error:
        raise RunError(f"{job.name}: {error}") from error


def _recorded(job: Job, setting: Setting, place: Place) -> dict[str, Any]:
    began = time.time()
    record = Run(place, began, began + setting.timeout)
    try:
        with _bounded(record, setting):
            record.begin()
            result = examine(job, setting)
            files.write(place.result(result["window_end"]), result)
            record.end(time.time(), drift=result["drift_detected"])
            place.prune()
    except BaseException as error:
        reason = str(error) or type(error).__name__
        with contextlib.suppress(OSError):  # a full disk: then the deadline tells
            record.fail(time.time(), reason)
        if isinstance(error, FAILURES):
            raise RunError(f"{job.name}: {reason}") from error
        raise
    return result


def examine(job: Job, setting: Setting) -> dict[str, Any]:
    """The result of a job, of which nothing but the profile of the reference is kept."""
    np.seterr(all="ignore")
    pa.set_cpu_count(1)
    without = tuple(filter(None, (*job.exclude, job.time_column)))
    current = find(job.current)
    found = schemas(current)
    end = window_end(current, job.time_column, setting.window_end)
    reference = reference_profile(
        find(job.reference),
        Columns(job.columns, without),
        job.method,
        setting.cache / f"{job.name}.json",
    )
    problems = {**changes(found, reference.bins), **reference.profile.problems}
    profile = measure(current, reference.bins, job.method, problems)
    verdict = judge(reference, profile, Limits(job.method, job.threshold, job.share_max))
    for column in verdict.columns:
        if column.reason:
            log.warning("%s %s: %s: %s", job.name, column.name, column.state, column.reason)
    return document(job, verdict, end, time.time())


@contextlib.contextmanager
def _bounded(record: Run, setting: Setting) -> Iterator[None]:
    """Ends the process when time is up or SIGTERM comes, with a word about it in the record.

    An exception would not do: libraries wait where none is raised, and swallow what a signal raises
    in the middle of them. A file that is being written then stays unfinished, and has no effect.
    """

    def leave(reason: str) -> NoReturn:
        log.error("%s: %s", record.place.folder.name, reason)
        with contextlib.suppress(OSError):
            record.fail(time.time(), reason)
        os._exit(COULD_NOT_RUN)

    if not setting.owns_process:
        yield
        return
    late = f"stopped after {setting.timeout:g} seconds"
    timer = threading.Timer(setting.timeout, leave, [late])
    timer.daemon = True
    timer.start()
    before = signal.signal(signal.SIGTERM, lambda *_: leave("stopped by SIGTERM"))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        timer.cancel()
