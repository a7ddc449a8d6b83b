"""Many models, one after the other, each in a process of its own.

So whatever one of them does, run out of memory or hang, the next one is judged. Those whose last
run is longest ago come first: whatever a run does not come to, the next one begins with.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.failures import COULD_NOT_RUN, TRY_AGAIN, passing
from watchkeeper.drift.jobs import NAME
from watchkeeper.drift.memory import frugal, limited, room
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watchkeeper.drift.config import Config
    from watchkeeper.drift.stores import Store

    # Called with a model, when its run began, and whether it has a verdict.
    Ended = Callable[[str, float, bool], None]

log = logging.getLogger("watchkeeper.drift")

# Beyond its own time, in which a child ends by itself; it also has to start.
GRACE = 60.0
FAREWELL = 5.0  # seconds for a child to say in its record that it is stopped
LEAST = 30.0  # seconds, or the time of a model if that is less: with fewer left none is begun
TERMINATED = 128 + signal.SIGTERM


@dataclass(frozen=True, slots=True)
class Course:
    """How models are judged: where results are, with which options, and in which time."""

    config: Config
    kept: Store
    options: Sequence[str]
    timeout: float
    deadline: float | None
    ended: Ended
    began: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds for the next model; 0 if there are too few."""
        if self.deadline is None:
            return self.timeout
        left = self.deadline - (time.monotonic() - self.began)
        return min(self.timeout, left - FAREWELL) if left >= min(LEAST, self.timeout) else 0.0


@dataclass(slots=True)
class Child:
    """The process of the model that is being judged."""

    process: subprocess.Popen[bytes] | None = None
    stopped: bool = False

    def stop(self, *_: object) -> None:
        """Passes SIGTERM on; the models that wait are not judged."""
        self.stopped = True
        if self.process:
            self.process.terminate()


def run_all(course: Course, models: Sequence[str]) -> int:
    """Judges models; 0 if each has a verdict, whatever it is."""
    if not course.config.models:
        log.warning("%s has no models: nothing is judged", course.config.path)
    child, statuses = Child(), []
    before = signal.signal(signal.SIGTERM, child.stop)
    try:
        for model in oldest_first(course.kept, models):
            began, left = time.time(), course.left()
            status, said = _judge(course, model, left, child) if left > 0 else _late(course, model)
            print(json.dumps({"model": model, **said}), flush=True)  # noqa: T201 - the answer of the command
            course.ended(model, began, "error" not in said)
            statuses.append(status)
            if child.stopped:
                log.error("stopped by SIGTERM")
                return TERMINATED
    finally:
        signal.signal(signal.SIGTERM, before)
    log.info("%s of %s models have a verdict", statuses.count(0), len(models))
    return TRY_AGAIN if TRY_AGAIN in statuses else max(statuses, default=0)


def oldest_first(kept: Store, models: Sequence[str]) -> list[str]:
    """Models by when their last run began; those that never had one first."""
    return sorted(models, key=partial(last_began, kept))


def last_began(kept: Store, model: str) -> float:
    """When the last run of a model began; 0 if there was none, or nobody knows."""
    try:
        run = Place(kept, model).run() if NAME.fullmatch(model) else None
        found = float((run or {}).get("started_at", 0.0))
    except (OSError, TypeError, ValueError, OverflowError):
        return 0.0
    return found if math.isfinite(found) else 0.0


def _late(course: Course, model: str) -> tuple[int, dict[str, Any]]:
    """Says that a model was not reached; its record stays as old, so that it comes sooner."""
    reason = f"not reached in the {course.deadline:g} seconds for all models"
    log.error("%s: %s", model, reason)
    if NAME.fullmatch(model):
        began = last_began(course.kept, model)
        try:
            Run(Place(course.kept, model), began, began).fail(time.time(), reason)
        except OSError as error:
            log.error("%s: %s", model, error)  # noqa: TRY400 - a line is enough
    return COULD_NOT_RUN, {"error": reason}


def _judge(course: Course, model: str, left: float, child: Child) -> tuple[int, dict[str, Any]]:
    command = (sys.executable, "-m", "watchkeeper.drift", "run", "--config", "-", "--model", model)
    limit = room()
    try:
        child.process = subprocess.Popen(
            (*command, *course.options, "--timeout", f"{left:g}"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=frugal(limit),
        )
    except OSError as error:  # no room for another process
        log.error("%s: %s", model, error)  # noqa: TRY400 - a line is enough
        return TRY_AGAIN if passing(error) else COULD_NOT_RUN, {"error": str(error)}
    limited(child.process.pid, limit)
    if child.stopped:  # between two models
        child.process.terminate()
    content = json.dumps(course.config.only(model), default=str).encode()
    said = _answer(child.process, content, left + GRACE)
    status = child.process.returncode
    if status not in {0, 1}:
        failed = TRY_AGAIN if status == TRY_AGAIN else COULD_NOT_RUN
        return failed, {"error": f"exit status {status}, see the log"}
    return _short(said)


def _answer(process: subprocess.Popen[bytes], content: bytes, patience: float) -> bytes:
    """What a child says; it ends before this does, whatever happens here."""
    try:
        return process.communicate(content, patience)[0]
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0]
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(FAREWELL)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(OSError):  # nobody reads it any more
                pipe.close()


def _short(said: bytes) -> tuple[int, dict[str, Any]]:
    kept = ("drift_detected", "tests_passed", "share", "window_end")
    try:
        found = json.loads(said)
        return 0, {name: found[name] for name in kept}
    except (ValueError, KeyError, TypeError):  # a library may print what it likes
        return COULD_NOT_RUN, {"error": "its answer is no result, see the log"}
