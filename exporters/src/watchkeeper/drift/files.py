"""JSON files that are whole or not there, and one run at a time."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ".unfinished"


class BusyError(Exception):
    """Another run of the same model goes on."""


def write(path: Path, value: object) -> None:
    """Replaces a file at once: a reader sees the old one or the new one, never half of one."""
    text = json.dumps(value, indent=1, sort_keys=True, allow_nan=False) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(UNFINISHED, f".{path.name}.", path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)  # the exporter may be another user
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(path: Path, version: int) -> dict[str, Any]:
    """What was written.

    Raises:
        ValueError: it is no JSON object of this version.
    """
    found = json.loads(path.read_text("utf-8"))
    if not isinstance(found, dict) or found.get("version") != version:
        raise ValueError(f"{path.name} is no object of version {version}")
    return found


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder for one run; the lock ends with its process, however that ends.

    Raises:
        BusyError: another run holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another run holds {folder}") from error
        for left in folder.glob(f"*{UNFINISHED}"):  # by a run that was killed
            left.unlink(missing_ok=True)
        yield
