"""What is kept of runs, in a folder or below a prefix.

<model>/20261123T000000Z.json    one verdict; written again by a rerun of that window
<model>/20261123T000000Z.html    its report, where one is wanted
_newest/<model>.json             the verdict whose window ends last, once more
_runs/<model>.json               the last run, whatever became of it

So the exporter finds what it shows in two listings, however many models and windows there are.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import stores

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.expectations import Outcome
    from watchkeeper.drift.jobs import Job
    from watchkeeper.drift.quality import Quality
    from watchkeeper.drift.stores import Store
    from watchkeeper.drift.verdict import Verdict

VERSION = 1
NEWEST, RUNS, PROFILES = "_newest", "_runs", "_profiles"
RESULT = re.compile(r"\d{8}T\d{6}Z\.json")
REPORT = re.compile(r"\d{8}T\d{6}Z\.html")
KEPT = 400  # windows of a model: a year of days
KEPT_REPORTS = 30  # some megabytes each


@dataclass(frozen=True, slots=True)
class Place:
    """What a store holds of one model."""

    store: Store
    model: str

    def name(self, end: float, suffix: str = "json") -> str:
        """The content of a window end."""
        return f"{self.model}/{datetime.fromtimestamp(end, UTC):%Y%m%dT%H%M%SZ}.{suffix}"

    def keep(self, result: Mapping[str, Any]) -> None:
        """Writes a result, and shows it unless one of a later window is shown."""
        stores.write(self.store, self.name(result["window_end"]), result)
        newest = self.newest() or {}
        if result["window_end"] >= newest.get("window_end", 0.0):
            stores.write(self.store, f"{NEWEST}/{self.model}.json", result)

    def newest(self) -> dict[str, Any] | None:
        """The result whose window ends last, or None if there is nothing that says it.

        Raises:
            OSError: that cannot be known now; a later window may be there.
        """
        return self._read(f"{NEWEST}/{self.model}.json")

    def run(self) -> dict[str, Any] | None:
        """How the last run went, or None if there is nothing that says it; raises an OSError."""
        return self._read(f"{RUNS}/{self.model}.json")

    def record(self, record: Mapping[str, Any]) -> None:
        """Writes how the last run went."""
        stores.write(self.store, f"{RUNS}/{self.model}.json", record)

    def prune(self) -> None:
        """Removes what is older than the windows and the reports that are kept."""
        found = sorted(self.store.listing(self.model))
        for pattern, kept in ((RESULT, KEPT), (REPORT, KEPT_REPORTS)):
            for name in [each for each in found if pattern.fullmatch(each)][:-kept]:
                self.store.remove(f"{self.model}/{name}")

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            return stores.read(self.store, name, VERSION)
        except (FileNotFoundError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a run found out."""

    verdict: Verdict
    quality: Quality | None
    tests: tuple[Outcome, ...]

    @property
    def passed(self) -> bool:
        """Whether every test did; one that could not be made did not."""
        return all(test.passed for test in self.tests)


def document(job: Job, findings: Findings, end: datetime, finished: float) -> dict[str, Any]:
    """What was found as JSON; of two runs over the same data only ``finished_at`` differs."""
    verdict, quality = findings.verdict, findings.quality
    return {
        "version": VERSION,
        "model": job.name,
        "model_version": job.model_version,
        "window_end": end.timestamp(),
        "finished_at": finished,
        "max_age_seconds": job.max_age_seconds,
        "drift_detected": verdict.drift_detected,
        "tests_passed": findings.passed,
        "share": verdict.share,
        "share_max": verdict.limits.share,
        "rows": verdict.rows,
        "reference_rows": verdict.reference_rows,
        "direction": "higher is more drift",
        "columns": {
            column.name: {k: v for k, v in dataclasses.asdict(column).items() if k != "name"}
            for column in verdict.columns
        },
        "quality": None if quality is None else dataclasses.asdict(quality),
        "tests": [dataclasses.asdict(test) for test in findings.tests],
    }
