"""MLflow's own client, which writes traces. Once a process: its import takes many seconds."""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile

from support.tracking import QUIET

# Runs apart: the client keeps threads and settings, and warns in ways of its own.
CLIENT = """
import json, sys, time, mlflow

@mlflow.trace
def answer(fails, seconds):
    time.sleep(seconds)
    if fails:
        raise ValueError("no answer")

for line in sys.stdin:
    url, experiment, *states = json.loads(line)
    mlflow.set_tracking_uri(url)
    mlflow.set_experiment(experiment)
    for state in states:
        try:
            answer(state == "ERROR", 0.3 if state == "SLOW" else 0)
        except ValueError:
            pass
    mlflow.flush_trace_async_logging()
    print("written", flush=True)
"""


class Tracer:
    """The client's process."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            (sys.executable, "-c", CLIENT),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            env={**os.environ, **QUIET},
        )

    def trace(self, *what: str) -> None:
        """Writes traces: an address, an experiment, and states."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        if self._process.stdout.readline() != "written\n":
            self._said.seek(0)
            raise AssertionError(self._said.read().decode())

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.communicate()
        self._said.close()


@functools.cache
def client() -> Tracer:
    """The only one; it ends with the tests."""
    found = Tracer()
    atexit.register(found.close)
    return found
