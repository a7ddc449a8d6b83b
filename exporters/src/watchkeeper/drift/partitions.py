"""Data beyond one machine: the same counting on the workers of a Dask cluster.

Files are cut at row groups, each part is counted where there is room, and the counts are added up
here. Workers need `watchkeeper[drift]` and access to the data; this side the extra `dask`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.sources import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from watchkeeper.drift.sources import File, Part, Spread

ROWS = 1_000_000  # of a part, at least: a second of work or so
PATIENCE = 30.0  # seconds for a scheduler to answer


@contextlib.contextmanager
def spreading(scheduler: str | None) -> Iterator[Spread]:
    """Counts on the workers of a scheduler while the context lasts; without one, here."""
    if scheduler is None:
        yield map
        return
    from distributed import Client  # noqa: PLC0415 - it takes a second to import

    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise OSError(f"Dask at {scheduler}: {error}") from error
    with client:
        yield on_workers(client)


def on_workers(client: Any, rows: int = ROWS) -> Spread:  # noqa: ANN401 - Dask is imported late
    """Counts on the workers of a client."""

    def spread(function: Callable[[File], Part], files: Sequence[File]) -> Iterator[Part]:
        from distributed import as_completed  # noqa: PLC0415 - imported where it is used: it is slow, or optional

        each = [part for file in files for part in parts(file, rows)]
        # Impure: a path may hold other data by the time it is asked for again.
        futures = client.map(function, each, pure=False)
        for _, found in as_completed(futures, with_results=True):
            yield found

    return spread
