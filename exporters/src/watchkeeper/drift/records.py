"""How runs went, as others read it: one record of a model, which outlives a run that is killed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.results import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.results import Place

RUNNING, OK, FAILED = "running", "ok", "failed"


@dataclass(slots=True)
class Run:
    """The record of one run; that of a run over newer data is left alone, or put back.

    ``window_end`` is where the data ends, once that is known.
    """

    place: Place
    started: float
    deadline: float
    window_end: float | None = None
    ended: bool = False
    _before: Mapping[str, Any] = field(default_factory=dict)
    _silent: bool = False

    def begin(self) -> None:
        """Says that it runs, until when, and how the one before went."""
        with contextlib.suppress(OSError):  # unknown is not well, and costs no verdict
            self._before = self.place.run() or {}
        # One that failed before it came to its data meant newer data than any that is shown.
        self._silent = self._outdated(same=self._before.get("status") != OK)
        # One that still seems to run was killed, or shares an object store: it has no say.
        self._write(RUNNING, previous_ok=self._before.get("status") == OK)

    def looks_at(self, window_end: float) -> None:
        """Says where the data ends."""
        self.window_end = window_end
        if not self._silent and self._outdated(same=False):
            self.place.record(self._before)
            self._silent = True

    def end(self, finished: float, *, drift: bool, published: Mapping[str, str]) -> None:
        """Says that it ended well, and of each place besides the store why it has nothing."""
        self._write(OK, finished_at=finished, drift_detected=drift, published=dict(published))
        self.ended = True

    def fail(self, finished: float, error: str, **more: object) -> None:
        """Says that there is no verdict, and why; not of one that has ended well."""
        if not self.ended:
            self._write(FAILED, finished_at=finished, error=error[:1000], **more)

    def _outdated(self, *, same: bool) -> bool:
        """Whether there is a record of a run over newer data, or over the same that is shown."""
        if self.window_end is None or not self._before:
            return False
        last = self._before.get("window_end")
        if isinstance(last, int | float):
            return self.window_end < last
        shown: Mapping[str, Any] = {}
        with contextlib.suppress(OSError):
            shown = self.place.newest() or {}
        end = shown.get("window_end", 0.0)
        return bool(self.window_end < end or (same and self.window_end == end))

    def _write(self, status: str, **more: object) -> None:
        if self._silent:
            return
        value = {"version": VERSION, "status": status, "started_at": self.started, **more}
        if self.window_end is not None:
            value["window_end"] = self.window_end
        self.place.record({**value, "deadline": self.deadline})
