"""What `serve` serves: results, looked up for each scrape."""

from __future__ import annotations

import gzip
import threading
import time
from typing import TYPE_CHECKING

from watchkeeper import serving
from watchkeeper.drift.exposition import samples, standing, written
from watchkeeper.drift.families import FAMILIES

if TYPE_CHECKING:
    from watchkeeper.drift.shelf import Found, Shelf

LEVEL = 3  # of gzip: higher ones cost a scrape's time for a few percent


class Results:
    """One folder or prefix; scrapes take turns, and write anew only what has changed."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._turn = threading.Lock()
        self._told: tuple[Found | None, tuple[object, ...]] | None = None
        self._page = self._packed = b""

    def page(self, *, packed: bool) -> bytes:
        """One scrape."""
        found, now = self._shelf.look(), time.time()
        with self._turn:
            state = standing(found, now)
            # The shelf hands out the same object until something has changed.
            if self._told is None or self._told[0] is not found or self._told[1] != state:
                self._page, self._packed = written(samples(found, now), FAMILIES), b""
                self._told = (found, state)
            if not packed:
                return self._page
            self._packed = self._packed or gzip.compress(self._page, LEVEL)
            return self._packed

    def sick(self) -> str:
        """A place that never answers; what cannot be read is a metric, and no sickness."""
        return "the place of results has not answered for minutes" if self._shelf.stuck() else ""

    def unready(self) -> str:
        """Whether there ever was a place to read."""
        return "" if self._shelf.ready() else "no place of results"


class Server(serving.Server):
    """Serves one folder or prefix."""

    def __init__(self, address: tuple[str, int], shelf: Shelf) -> None:
        super().__init__(address, Results(shelf))
