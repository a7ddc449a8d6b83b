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
from watchkeeper.drift.exposition import MISFITS, recorded, understood
from watchkeeper.drift.jobs import NAME
from watchkeeper.drift.results import NEWEST, RUNS, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.stores import Stamp, Store

    Found = Mapping[str, tuple[dict[str, Any] | None, dict[str, Any] | None]]

log = logging.getLogger("watchkeeper.drift")

AT_ONCE = 16  # requests to an object store
AT_FIRST = 5.0  # seconds between two listings while none has come to an end
BY_HAND = 5.0  # seconds that a scrape waits for a folder, which may be on a server that is gone
BESIDES = 30.0  # seconds beyond its patience that a listing may take
PATIENCE = 5  # refreshes that may fail before what was read counts no more
STUCK = 300.0  # seconds without any progress after which a listing never ends
UNREAD: dict[str, Any] = {}


class Listing(threading.Thread):
    """One look at a whole store; ``found`` is None until it has ended well."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(daemon=True)
        self.found: Found | None = None
        self._shelf = shelf

    def run(self) -> None:
        """See `threading.Thread`."""
        self.found = self._shelf.listed()


class Shelf:
    """Reads the results; each once, until it is replaced.

    A folder is listed at each scrape, an object store at most each ``refresh`` seconds. Either is
    done in the background: what does not answer may hold that thread, and nobody else.
    """

    def __init__(self, kept: Store, refresh: float = 60.0) -> None:
        self.store, self.refresh = kept, refresh
        self._read: dict[str, tuple[Stamp, dict[str, Any] | None]] = {}
        self._found: Found | None = None
        self._asked = self._answered = self._moved = -math.inf
        self._asking: Listing | None = None
        self._turn = threading.Lock()

    def ready(self) -> bool:
        """Whether there ever was anything to read from."""
        return self._found is not None or self.look() is not None

    def busy(self) -> bool:
        """Whether a listing is under way."""
        return self._asking is not None and self._asking.is_alive()

    def stuck(self) -> bool:
        """Whether a listing is under way that has come no further for minutes."""
        return self.busy() and time.monotonic() - self._moved > STUCK

    def look(self) -> Found | None:
        """The last run and the newest result by model, or None if that cannot be known."""
        asking = self._begun()
        if not self.store.remote:
            asking.join(BY_HAND)
            return asking.found
        # A store that is gone for long must not pass for one in which nothing happens.
        age = time.monotonic() - self._answered
        return self._found if age < PATIENCE * self.refresh + BESIDES else None

    def _begun(self) -> Listing:
        """The listing that is under way, or the last one if it is too early for another."""
        pause = self.refresh if self.store.remote else 0.0
        with self._turn:
            early = AT_FIRST if self._found is None else pause
            due = time.monotonic() - self._asked >= min(pause, early)
            if self._asking is None or (due and not self.busy()):
                self._asked = self._moved = time.monotonic()
                self._asking = Listing(self)
                self._asking.start()
            return self._asking

    def listed(self) -> Found | None:
        """All that is there now; the same object as before if nothing has changed."""
        try:
            self.store.ensure()
            names = {place: self.store.listing(place) for place in (NEWEST, RUNS)}
        except OSError as error:
            log.error("%s cannot be read: %s", self.store.uri, error)  # noqa: TRY400 - a line is enough
            return None
        wanted = {f"{place}/{name}": each for place in names for name, each in names[place].items()}
        gone = self._read.keys() - wanted.keys()
        for name in gone:
            del self._read[name]
        new = {name: stamp for name, stamp in wanted.items() if not self._knows(name, stamp)}
        self._fetch(new)
        if gone or new or self._found is None:
            models = {name.removesuffix(".json") for each in names.values() for name in each}
            self._found = {model: self._of(model) for model in models if NAME.fullmatch(model)}
        self._answered = time.monotonic()
        return self._found

    def _knows(self, name: str, stamp: Stamp) -> bool:
        known = self._read.get(name)
        return known is not None and known[0] == stamp

    def _fetch(self, wanted: Mapping[str, Stamp]) -> None:
        if not wanted:
            return
        at_once = AT_ONCE if self.store.remote else 1
        with ThreadPoolExecutor(at_once) as threads:
            contents = threads.map(partial(_load, self.store), wanted)
            for (name, stamp), content in zip(wanted.items(), contents, strict=True):
                self._moved = time.monotonic()
                if content is not UNREAD:
                    self._read[name] = (stamp, content)

    def _of(self, model: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        run, newest = (self._read.get(f"{place}/{model}.json") for place in (RUNS, NEWEST))
        return run[1] if run else None, newest[1] if newest else None


def _load(kept: Store, name: str) -> dict[str, Any] | None:
    """A content, None if it is none that can be understood, UNREAD to ask again the next time."""
    try:
        found = stores.read(kept, name, VERSION)
        (understood if name.startswith(NEWEST) else recorded)(found)
    except OSError as error:
        log.warning("%s/%s cannot be read: %s", kept.uri, name, error)
        return UNREAD
    except MISFITS as error:
        log.warning("%s/%s is no result: %s", kept.uri, name, error)
        return None
    return found
