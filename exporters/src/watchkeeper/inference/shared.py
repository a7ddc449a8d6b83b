"""prometheus_client's multi-process mode: what a process adds up goes into its files.

Each second and at exit, not at each prediction: a process that is killed loses up to a second of
its counts. Exemplars are lost, since the files have no place for them.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import weakref
from typing import TYPE_CHECKING

from watchkeeper.inference.client import ValueClass, bound_text
from watchkeeper.inference.histogram import Histogram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from watchkeeper.inference.client import Metric
    from watchkeeper.inference.ledger import Ledger, Sample

INTERVAL = 1.0  # seconds

log = logging.getLogger("watchkeeper.inference")


def enabled() -> bool:
    """Whether prometheus_client was imported with PROMETHEUS_MULTIPROC_DIR set."""
    return bool(ValueClass._multiprocess)  # noqa: SLF001 - the only way to know what it decided


def parts(sample: Sample) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], float]]:
    """The values that a sample is stored as: name, names and values of labels, value."""
    family, labels, value, _ = sample
    if not isinstance(value, Histogram):
        yield family.name, family.labels, labels, value
        return
    bounds = (*value.bounds, float("inf"))
    names = (*family.labels, "le")
    for bound, count in zip(bounds, value.counts, strict=True):
        yield f"{family.name}_bucket", names, (*labels, bound_text(bound)), count
    yield f"{family.name}_sum", family.labels, labels, value.total


class Stored:
    """A ledger's values in the files of this process."""

    def __init__(self) -> None:
        self._process = 0
        self._values: dict[tuple[str, tuple[str, ...]], ValueClass] = {}
        self._written: dict[tuple[str, tuple[str, ...]], float] = {}
        self._measured: dict[tuple[str, tuple[str, ...]], float] = {}

    def write(self, samples: list[Sample]) -> None:
        """Brings the files up to date."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._written.clear()
            self._measured.clear()
        gone = set(self._measured)
        for sample in samples:
            if sample.at:
                self._measured[(sample.family.name, sample.labels)] = sample.at
                gone.discard((sample.family.name, sample.labels))
            for name, names, labels, value in parts(sample):
                self._store(sample, (name, labels), names, value)
        for key in gone:  # a file forgets nothing: what is no longer measured becomes no number
            self._values[key].set(float("nan"), self._measured[key])

    def _store(
        self, sample: Sample, key: tuple[str, tuple[str, ...]], names: tuple[str, ...], value: float
    ) -> None:
        family = sample.family
        if key not in self._values:
            self._values[key] = ValueClass(
                family.type,
                family.name.removesuffix("_total"),
                key[0],
                names,
                key[1],
                family.help,
                multiprocess_mode=family.merge,
            )
        if family.type == "gauge":
            self._values[key].set(value, sample.at)
            return
        # Never set: the file may hold what an earlier process of this id has counted.
        self._values[key].inc(value - self._written.get(key, 0))
        self._written[key] = value


class Publisher:
    """Writes all ledgers of this process; registered as a collector, before each scrape."""

    def describe(self) -> Iterator[Metric]:
        """No family of its own."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """No sample of its own."""
        flush()
        return iter(())


_STORED: weakref.WeakKeyDictionary[Ledger, Stored] = weakref.WeakKeyDictionary()


class _State:
    """The thread that writes, and the lock of those who do."""

    lock = threading.Lock()
    stop = threading.Event()
    thread: threading.Thread | None = None
    told = False


def flush() -> None:
    """Writes what was recorded; does nothing outside of multi-process mode."""
    with _State.lock:
        for ledger, stored in list(_STORED.items()):
            stored.write(ledger.samples())


def publish(ledger: Ledger) -> None:
    """Keeps the files up to date with a ledger from now on."""
    if not enabled():
        return
    with _State.lock:
        _STORED[ledger] = Stored()
    flush()
    _start()


def _run() -> None:
    while not _State.stop.wait(INTERVAL):
        try:
            flush()
        except Exception:
            if not _State.told:
                _State.told = True
                log.exception("metrics cannot be written for other processes to show")


def _start() -> None:
    if _State.thread is None and _STORED:
        _State.stop = threading.Event()
        _State.thread = threading.Thread(target=_run, name="watchkeeper-flush", daemon=True)
        _State.thread.start()


def _pause() -> None:
    """Leaves no thread of ours, and no lock that one holds, to a fork."""
    if _State.thread is not None:
        _State.stop.set()
        _State.thread.join()
        _State.thread = None
    _State.lock.acquire()


def _resume() -> None:
    _State.lock.release()
    _start()


def _resume_forked() -> None:
    _State.lock = threading.Lock()
    _start()


def survive_forks() -> None:
    """Has a thread in each process; to be called after all else that a fork makes anew."""
    os.register_at_fork(before=_pause, after_in_parent=_resume, after_in_child=_resume_forked)


atexit.register(flush)
