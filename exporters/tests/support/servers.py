"""Real servers on the loopback: each is stopped by its process, and bounded in time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.error import HTTPError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Value = TypeVar("Value")

TESTS = Path(__file__).parents[1]
PATIENCE = 30  # seconds until a state that should come counts as missing


def free_port() -> int:
    """A port of the loopback that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, **headers: str) -> str:
    """The body of an answer, whatever its status."""
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own loopback
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - our own loopback
            return str(answer.read().decode())
    except HTTPError as error:
        with error:
            return str(error.read().decode())


def healthy(url: str) -> bool:
    """Whether an address answers well; raises an OSError if not."""
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - our own loopback
        return bool(answer.status == HTTPStatus.OK)


def eventually(look: Callable[[], Value], good: Callable[[Value], bool]) -> Value:
    """The first good value, or the last one there was."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            found = look()
        except OSError:
            if time.monotonic() > end:
                raise
        else:
            if good(found) or time.monotonic() > end:
                return found
        time.sleep(0.05)


@contextmanager
def running(
    log: Path, *command: str, ready: str, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that answers at an address, until the context ends."""
    paths = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    variables = {**os.environ, "PYTHONPATH": paths, **(environment or {})}
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=variables)
    try:
        eventually(lambda: process.poll() is not None or healthy(ready), bool)
        assert process.poll() is None, log.read_text("utf-8")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def python(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module with this interpreter."""
    return (sys.executable, "-m", module, *arguments)
