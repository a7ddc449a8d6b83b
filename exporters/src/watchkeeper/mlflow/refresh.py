"""Reads the store again and again in a thread, and keeps the page that scrapes get."""

from __future__ import annotations

import gzip
import logging
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchkeeper.mlflow import families
from watchkeeper.mlflow.exposition import Sample, render
from watchkeeper.mlflow.picture import REASONS, SourceError

if TYPE_CHECKING:
    from watchkeeper.mlflow.picture import Reason, Source
    from watchkeeper.mlflow.tally import Tally

log = logging.getLogger("watchkeeper.mlflow")

LEVEL = 3  # of gzip: higher ones cost a scrape's time for a few percent
FIRST_WAIT = 1.0  # seconds from a failure to the next try, doubled by each further one
LONGEST_WAIT = 300.0
LONGEST_READING = 3600.0  # of a thread that does not hang: all runs over REST, page by page


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to read; a page is shown for ``keep`` seconds after the last reading that worked.

    However short the interval, reading takes at most a ``share`` of the time; more only where the
    page would be too old before the next reading, of up to twice the time, has ended.
    """

    interval: float = 30
    keep: float = 900
    share: float = 0.1

    def after_success(self, took: float) -> float:
        """Seconds until the next reading."""
        rare = min(took / self.share - took, max(self.keep - 2 * took, took))
        return max(self.interval - took, rare)

    def after_failure(self, failures: int, asked: float) -> float:
        """The same; exporters that lost the same server must not return in step."""
        backoff = min(FIRST_WAIT * 2.0 ** min(failures - 1, 30), max(self.interval, FIRST_WAIT))
        return max(backoff * random.uniform(0.5, 1), min(asked, LONGEST_WAIT))  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Status:
    """What is known now. A new one replaces the old one, so that a reader needs no lock."""

    page: bytes = b""
    packed: bytes = b""
    read_at: float = 0
    reconciled: float = 0
    up: bool = False
    took: float = 0
    failures: tuple[tuple[Reason, int], ...] = tuple((reason, 0) for reason in REASONS)


class Refresher:
    """The thread."""

    def __init__(self, source: Source, tally: Tally, pace: Pace) -> None:
        self._source = source
        self._tally = tally
        self._pace = pace
        self._status = Status()
        self._in_a_row = 0
        self._due = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mlflow-refresh", daemon=True)

    def start(self) -> None:
        """Begins to read."""
        self._thread.start()

    def stop(self, patience: float = 2) -> None:
        """Ends; a reading under way is given up."""
        self._stop.set()
        self._thread.join(patience)

    def unready(self) -> str:
        """Before the store was read for the first time."""
        return "" if self._status.read_at else "not read the store yet"

    def sick(self, longest: float = LONGEST_READING) -> str:
        """If the thread is gone, or a reading that was due has not ended for long."""
        alive = self._thread.is_alive() and time.monotonic() - self._due < longest
        return "" if alive else "the refresh thread hangs"

    def refresh(self) -> float:
        """One reading, whatever happens to it, and the seconds until the next one."""
        started = time.monotonic()
        try:
            status = self._read()
        except SourceError as error:
            return self._failed(error.reason, error, time.monotonic() - started, error.wait)
        except Exception as error:
            log.exception("reading failed in a way that nobody expected")
            return self._failed("unexpected", error, time.monotonic() - started, 0)
        took = time.monotonic() - started
        if self._in_a_row:
            log.info("the store can be read again, after %d failures", self._in_a_row)
        self._in_a_row = 0
        self._status = replace(status, took=took)
        return self._pace.after_success(took)

    def page(self, *, packed: bool) -> bytes:
        """What a scrape gets."""
        status = self._status
        own = render(self._own(status), families.OWN)
        if time.time() - status.read_at > self._pace.keep:
            return gzip.compress(own, LEVEL) if packed else own
        # A file of gzip may be several, one after the other.
        return status.packed + gzip.compress(own, LEVEL) if packed else status.page + own

    def _run(self) -> None:
        while not self._stop.is_set():
            wait = self.refresh()
            self._due = time.monotonic() + wait
            self._stop.wait(wait)

    def _read(self) -> Status:
        picture = self._source.read()
        page = render(self._tally.samples(picture), (*families.STORE, families.DROPPED))
        return replace(
            self._status,
            page=page,
            packed=gzip.compress(page, LEVEL),
            read_at=time.time(),
            reconciled=picture.reconciled,
            up=True,
        )

    def _failed(self, reason: Reason, error: Exception, took: float, asked: float) -> float:
        self._in_a_row += 1
        counts = Counter(dict(self._status.failures))
        counts[reason] += 1
        failures = tuple((name, counts[name]) for name in REASONS)
        self._status = replace(self._status, up=False, took=took, failures=failures)
        wait = self._pace.after_failure(self._in_a_row, asked)
        log.warning("the store cannot be read (%s): %s; next try in %.0f s", reason, error, wait)
        return wait

    def _own(self, status: Status) -> list[Sample]:
        found = [
            Sample(families.UP, (), status.up),
            Sample(families.REFRESH_DURATION, (), status.took),
            *(Sample(families.REFRESH_FAILURES, (name,), n) for name, n in status.failures),
        ]
        if status.read_at:
            found.append(Sample(families.LAST_SUCCESS, (), status.read_at))
            found.append(Sample(families.RECONCILED, (), status.reconciled))
        return found
