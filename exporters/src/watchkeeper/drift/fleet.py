"""Many models, one after the other, each in a process of its own.

So whatever one of them does, run out of memory or hang, the next one is judged.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from watchkeeper.drift.config import Config

    # Called with a model, when its run began, and whether it has a verdict.
    Ended = Callable[[str, float, bool], None]

log = logging.getLogger("watchkeeper.drift")

COULD_NOT_RUN = 2
# Beyond its own time, in which a child ends by itself; it also has to start.
GRACE = 60.0
TERMINATED = 128 + signal.SIGTERM


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


def run_all(
    config: Config, models: Sequence[str], options: Sequence[str], timeout: float, ended: Ended
) -> int:
    """Judges models; 0 if each has a verdict, whatever it is."""
    child, failed = Child(), []
    before = signal.signal(signal.SIGTERM, child.stop)
    try:
        for model in models:
            began = time.time()
            said = {"model": model, **_judge(config, model, options, timeout, child)}
            print(json.dumps(said), flush=True)  # noqa: T201 - the answer of the command
            ended(model, began, "error" not in said)
            if "error" in said:
                failed.append(model)
            if child.stopped:
                log.error("stopped by SIGTERM")
                return TERMINATED
    finally:
        signal.signal(signal.SIGTERM, before)
    log.info("%s of %s models have a verdict", len(models) - len(failed), len(models))
    return COULD_NOT_RUN if failed else 0


def _judge(
    config: Config, model: str, options: Sequence[str], timeout: float, child: Child
) -> dict[str, Any]:
    command = (sys.executable, "-m", "watchkeeper.drift", "run", "--config", "-", "--model", model)
    try:
        child.process = subprocess.Popen(
            (*command, *options), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
    except OSError as error:  # no room for another process
        log.error("%s: %s", model, error)  # noqa: TRY400 - a line is enough
        return {"error": str(error)}
    if child.stopped:  # between two models
        child.process.terminate()
    content = json.dumps(config.only(model), default=str).encode()
    try:
        said, _ = child.process.communicate(content, timeout + GRACE)
    except subprocess.TimeoutExpired:
        child.process.kill()
        said, _ = child.process.communicate()
    status = child.process.returncode
    if status not in {0, 1}:
        return {"error": f"exit status {status}, see the log"}
    return _short(said)


def _short(said: bytes) -> dict[str, Any]:
    kept = ("drift_detected", "tests_passed", "share", "window_end")
    try:
        found = json.loads(said)
        return {name: found[name] for name in kept}
    except (ValueError, KeyError, TypeError):  # a library may print what it likes
        return {"error": "its answer is no result, see the log"}
