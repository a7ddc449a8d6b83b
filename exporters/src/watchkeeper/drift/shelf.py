"""What a store holds of all models, read once and again when it changes."""

from __future__ import annotations

import logging
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import stores
from watchkeeper.drift.exposition import MISFITS, understood
from watchkeeper.drift.jobs import NAME
from watchkeeper.drift.results import NEWEST, RUNS, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.stores import Stamp, Store

    Found = Mapping[str, tuple[dict[str, Any] | None, dict[str, Any] | None]]

log = logging.getLogger("watchkeeper.drift")

AT_ONCE = 16  # requests to an object store
FIRST = 30.0  # seconds that the first scrape waits for an object store
PATIENCE = 5  # refreshes that may fail before what was read counts no more
UNREAD: dict[str, Any] = {}


class Shelf:
    """Reads the results; each once, until it is replaced.

    A folder is listed at each scrape. An object store is listed in the background, at most each
    ``refresh`` seconds, so that no scrape waits for it but the first.
    """

    def __init__(self, kept: Store, refresh: float = 60.0) -> None:
        self.store, self.refresh = kept, refresh
        self._read: dict[str, tuple[Stamp, dict[str, Any] | None]] = {}
        self._found: Found | None = None
        self._asked = self._answered = -math.inf
        self._asking: threading.Thread | None = None

    def ready(self) -> bool:
        """Whether there is anything to read from."""
        if self._found is not None:
            return True
        try:
            self.store.ensure()
        except OSError:
            return False
        return True

    def look(self) -> Found | None:
        """The last run and the newest result by model, or None if that cannot be known."""
        if not self.store.remote:
            return self._listed()
        clock = time.monotonic()
        busy = self._asking is not None and self._asking.is_alive()
        if not busy and clock - self._asked >= self.refresh:
            self._asked = clock
            self._asking = threading.Thread(target=self._ask, daemon=True)
            self._asking.start()
        if self._asking and self._found is None:
            self._asking.join(FIRST)
        # A store that is gone for long must not pass for one in which nothing happens.
        fresh = clock - self._answered < PATIENCE * self.refresh + FIRST
        return self._found if fresh else None

    def _ask(self) -> None:
        found = self._listed()
        if found is not None:
            self._found, self._answered = found, time.monotonic()

    def _listed(self) -> Found | None:
        try:
            self.store.ensure()
            listed = {place: self.store.listing(place) for place in (NEWEST, RUNS)}
        except OSError as error:
            log.error("%s cannot be read: %s", self.store.uri, error)  # noqa: TRY400 - a line is enough
            return None
        wanted = {
            f"{place}/{name}": stamp for place in listed for name, stamp in listed[place].items()
        }
        for gone in self._read.keys() - wanted.keys():
            del self._read[gone]
        self._fetch({name: stamp for name, stamp in wanted.items() if not self._knows(name, stamp)})
        models = {name.removesuffix(".json") for names in listed.values() for name in names}
        return {
            model: (self._content(RUNS, model), self._content(NEWEST, model))
            for model in models
            if NAME.fullmatch(model)
        }

    def _knows(self, name: str, stamp: Stamp) -> bool:
        known = self._read.get(name)
        return known is not None and known[0] == stamp

    def _fetch(self, wanted: Mapping[str, Stamp]) -> None:
        at_once = AT_ONCE if self.store.remote else 1
        with ThreadPoolExecutor(at_once) as threads:
            contents = threads.map(partial(_load, self.store), wanted)
            for (name, stamp), content in zip(wanted.items(), contents, strict=True):
                if content is not UNREAD:
                    self._read[name] = (stamp, content)

    def _content(self, place: str, model: str) -> dict[str, Any] | None:
        known = self._read.get(f"{place}/{model}.json")
        return known[1] if known else None


def _load(kept: Store, name: str) -> dict[str, Any] | None:
    """A content, None if it is none that can be understood, UNREAD to ask again the next time."""
    try:
        found = stores.read(kept, name, VERSION)
        if name.startswith(NEWEST):
            understood(found)
    except OSError as error:
        log.warning("%s/%s cannot be read: %s", kept.uri, name, error)
        return UNREAD
    except MISFITS as error:
        log.warning("%s/%s is no result: %s", kept.uri, name, error)
        return None
    return found
