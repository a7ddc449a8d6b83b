"""One run: a job's data in, one result out, or a failure that everybody can see."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from watchkeeper.drift.arrow import np, pa
from watchkeeper.drift.cache import Kept, reference_profile
from watchkeeper.drift.expectations import held
from watchkeeper.drift.failures import COULD_NOT_RUN, TRY_AGAIN, passing
from watchkeeper.drift.measuring import Columns, changes, measure, schemas
from watchkeeper.drift.publishing import in_time, publish
from watchkeeper.drift.quality import measured
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import PROFILES, Findings, Place, document
from watchkeeper.drift.sources import SourceError, find
from watchkeeper.drift.verdict import Limits, NoVerdictError, judge
from watchkeeper.drift.windows import window_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from watchkeeper.drift.config import Tracking
    from watchkeeper.drift.jobs import Job
    from watchkeeper.drift.sources import Source, Spread
    from watchkeeper.drift.stores import Store

log = logging.getLogger("watchkeeper.drift")

MARGIN = 5.0  # seconds of a run's time that are left when it gives up publishing
FAILURES = (SourceError, NoVerdictError, OSError, MemoryError, ValueError, pa.ArrowException)


class RunError(Exception):
    """There is no verdict; the message says why, and ``status`` is that of the command."""

    def __init__(self, message: str, cause: BaseException) -> None:
        super().__init__(message)
        self.status = TRY_AGAIN if passing(cause) else COULD_NOT_RUN


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a run keeps things, and how long it may take.

    ``cache`` keeps the profiles of references, else the results do. ``spread`` counts files, here
    or on other machines. ``owns_process`` says that a run may end the process, when its time is up
    or SIGTERM comes.
    """

    results: Store
    cache: Store | None = None
    timeout: float = 3600.0
    window_end: datetime | None = None
    mlflow: Tracking | None = None
    spread: Spread = map
    owns_process: bool = False


def run(job: Job, setting: Setting) -> dict[str, Any]:
    """Runs one job and returns its result, which is also written; see `results.document`.

    Raises:
        RunError: there is no verdict; the model's record says so as well.
        BusyError: another run of this model goes on, whose record is left alone.
    """
    place = Place(setting.results, job.name)
    try:
        with setting.results.alone(job.name):
            return _recorded(job, setting, place)
    except OSError as error:
        raise RunError(f"{job.name}: {error}", error) from error


def _recorded(job: Job, setting: Setting, place: Place) -> dict[str, Any]:
    began = time.time()
    given = setting.window_end.timestamp() if setting.window_end else None
    record = Run(place, began, began + setting.timeout, given)
    try:
        with _bounded(record, setting):
            record.begin()
            current, reference = find(job.current), find(job.reference)
            findings, end = examine(job, (current, reference), setting)
            result = document(job, findings, end, time.time())
            record.looks_at(result["window_end"])
            place.keep(result)
            drift = result["drift_detected"]
            # Whatever becomes of the rest, there is a verdict.
            record.end(time.time(), drift=drift, published={})
            publishing = partial(publish, job, place, result, (current, reference), setting.mlflow)
            published = in_time(publishing, record.deadline - MARGIN - time.time())
            record.end(time.time(), drift=drift, published=published)
            _prune(place)
    except BaseException as error:
        reason = str(error) or type(error).__name__
        with contextlib.suppress(OSError):  # a full disk: then the deadline tells
            record.fail(time.time(), reason)
        if isinstance(error, FAILURES):
            raise RunError(f"{job.name}: {reason}", error) from error
        raise
    return result


def _prune(place: Place) -> None:
    """Who may write need not be allowed to remove; the verdict stands."""
    try:
        place.prune()
    except OSError as error:
        log.warning("%s: old results stay: %s", place.model, error)


def examine(
    job: Job, sources: tuple[Source, Source], setting: Setting
) -> tuple[Findings, datetime]:
    """What is found in the current data, and when it ends; of the reference a profile is kept."""
    np.seterr(all="ignore")
    pa.set_cpu_count(1)
    current, before = sources
    found = schemas(current)
    end = window_end(current, job.time_column, setting.window_end)
    kept = Kept(setting.cache or setting.results, f"{PROFILES}/{job.name}.json")
    columns = Columns(job.columns, job.without)
    reference = reference_profile(before, columns, job.method, kept, setting.spread)
    problems = {**changes(found, reference.bins), **reference.profile.problems}
    profile = measure(current, reference.bins, job.method, problems, setting.spread)
    verdict = judge(reference, profile, Limits(job.method, job.threshold, job.share_max))
    for column in verdict.columns:
        if column.reason:
            log.warning("%s %s: %s: %s", job.name, column.name, column.state, column.reason)
    quality = measured(current, job.outcomes, setting.spread) if job.outcomes else None
    if quality and quality.problem:
        log.warning("%s outcomes: %s", job.name, quality.problem)
    tests = tuple(held(test, verdict, quality) for test in job.tests)
    for test in tests:
        if not test.passed:
            log.warning("%s test %s: %s, value %s", job.name, test.name, test.status, test.value)
    return Findings(verdict, quality, tests), end


@contextlib.contextmanager
def _bounded(record: Run, setting: Setting) -> Iterator[None]:
    """Ends the process when time is up or SIGTERM comes, with a word about it in the record.

    An exception would not do: libraries wait where none is raised, and swallow what a signal raises
    in the middle of them. A file that is being written then stays unfinished, and has no effect.
    """

    def leave(reason: str) -> NoReturn:
        log.error("%s: %s", record.place.model, reason)
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
    try:
        with _heard(partial(leave, "stopped by SIGTERM")):
            yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def _heard(leave: Callable[[], NoReturn]) -> Iterator[None]:
    """Calls a function when SIGTERM comes, from a thread: the main one may wait in a library."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)

    def listen() -> None:
        while said := os.read(reader, 1):
            if said[0] == signal.SIGTERM:
                leave()
        os.close(reader)

    threading.Thread(target=listen, daemon=True).start()
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    woken = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGTERM, before)
        os.close(writer)
