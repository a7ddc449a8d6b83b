"""Where results lie: a folder for each model, a file for each window end, one for the last run.

<folder>/<model>/20261123T000000Z.json    one verdict; written again by a rerun of that window
<folder>/<model>/run.json                 the last run, whatever became of it
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import files

if TYPE_CHECKING:
    from pathlib import Path

    from watchkeeper.drift.jobs import Job
    from watchkeeper.drift.verdict import Verdict

VERSION = 1
RUN = "run.json"
RESULT = re.compile(r"\d{8}T\d{6}Z\.json")
KEPT = 400  # windows of a model: a year of days

RUNNING, OK, FAILED = "running", "ok", "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one model's results."""

    folder: Path

    def result(self, end: float) -> Path:
        """The file of a window end."""
        return self.folder / f"{datetime.fromtimestamp(end, UTC):%Y%m%dT%H%M%SZ}.json"

    def newest(self) -> Path | None:
        """The result whose window ends last."""
        found = [path for path in self.folder.iterdir() if RESULT.fullmatch(path.name)]
        return max(found, key=lambda path: path.name, default=None)

    def prune(self) -> None:
        """Removes what is older than the windows that are kept."""
        found = sorted(path for path in self.folder.iterdir() if RESULT.fullmatch(path.name))
        for path in found[:-KEPT]:
            path.unlink(missing_ok=True)

    def run(self) -> dict[str, Any] | None:
        """How the last run went, or None if there is nothing that says it."""
        try:
            return files.read(self.folder / RUN, VERSION)
        except (OSError, ValueError):
            return None


def document(job: Job, verdict: Verdict, end: datetime, finished: float) -> dict[str, Any]:
    """A verdict as JSON; of two runs over the same data only ``finished_at`` differs."""
    return {
        "version": VERSION,
        "model": job.name,
        "window_end": end.timestamp(),
        "finished_at": finished,
        "max_age_seconds": job.max_age_seconds,
        "drift_detected": verdict.drift_detected,
        "share": verdict.share,
        "share_max": verdict.limits.share,
        "rows": verdict.rows,
        "reference_rows": verdict.reference_rows,
        "direction": "higher is more drift",
        "columns": {
            column.name: {k: v for k, v in dataclasses.asdict(column).items() if k != "name"}
            for column in verdict.columns
        },
    }


@dataclass(slots=True)
class Run:
    """The record of one run, which outlives it even if it is killed."""

    place: Place
    started: float
    deadline: float

    def begin(self) -> None:
        """Says that it runs, until when, and how the one before went."""
        before = self.place.run() or {}
        # One that still seems to run was killed: the lock is ours.
        self._write(RUNNING, previous_ok=before.get("status") == OK)

    def end(self, finished: float, *, drift: bool) -> None:
        """Says that it ended well."""
        self._write(OK, finished_at=finished, drift_detected=drift)

    def fail(self, finished: float, error: str) -> None:
        """Says that there is no verdict, and why."""
        self._write(FAILED, finished_at=finished, error=error[:1000])

    def _write(self, status: str, **more: object) -> None:
        value = {"version": VERSION, "status": status, "started_at": self.started, **more}
        files.write(self.place.folder / RUN, {**value, "deadline": self.deadline})
