"""What `serve` serves: results, looked up for each scrape."""

from __future__ import annotations

import gzip
import threading
from typing import TYPE_CHECKING

from watchkeeper import serving
from watchkeeper.drift.exposition import page

if TYPE_CHECKING:
    from watchkeeper.drift.shelf import Shelf

LEVEL = 3  # of gzip: higher ones cost a scrape's time for a few percent


class Results:
    """One folder or prefix; scrapes take turns."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._turn = threading.Lock()

    def page(self, *, packed: bool) -> bytes:
        """One scrape."""
        with self._turn:
            found = page(self._shelf)
        return gzip.compress(found, LEVEL) if packed else found

    def sick(self) -> str:
        """Nothing: what cannot be read is a metric."""
        return ""

    def unready(self) -> str:
        """Whether there is a place to read."""
        return "" if self._shelf.ready() else "no place of results"


class Server(serving.Server):
    """Serves one folder or prefix."""

    def __init__(self, address: tuple[str, int], shelf: Shelf) -> None:
        super().__init__(address, Results(shelf))
