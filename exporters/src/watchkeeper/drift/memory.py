"""How much memory a child may take, so that one that takes too much ends alone.

Where a container's memory is used up the kernel ends all of its processes, and with them the
models that wait.
"""

from __future__ import annotations

import contextlib
import os
import resource
from pathlib import Path

LIMITS = ("memory.max", "memory/memory.limit_in_bytes")  # cgroup v2, v1
GROUPS = Path("/sys/fs/cgroup")
SHARE = 0.85  # of the limit: the parent and the kernel's buffers need some as well
UNLIMITED = 1 << 60  # what cgroup v1 says if there is none is more
# The limit counts addresses: no library is to ask for more of them than it needs.
FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "OPENBLAS_NUM_THREADS": "1",
}


def room() -> int | None:
    """Bytes for a child; None where nothing limits this process."""
    for name in LIMITS:
        try:
            found = int((GROUPS / name).read_text("ascii"))
        except (OSError, ValueError):
            continue
        if 0 < found < UNLIMITED:
            return int(found * SHARE)
    return None


def frugal(limit: int | None) -> dict[str, str] | None:
    """The environment of a child, which a user's own settings precede."""
    return None if limit is None else {**FRUGAL, **os.environ}


def limited(process: int, limit: int | None) -> None:
    """Limits what a process may allocate."""
    if limit is None:
        return
    with contextlib.suppress(ProcessLookupError):  # it has ended already
        _, hard = resource.prlimit(process, resource.RLIMIT_DATA)
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.prlimit(process, resource.RLIMIT_DATA, (most, hard))
