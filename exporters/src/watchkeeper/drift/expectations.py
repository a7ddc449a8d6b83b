"""The tests that a job declares, held against what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeeper.drift.states import MISSING

if TYPE_CHECKING:
    from watchkeeper.drift.jobs import Expectation
    from watchkeeper.drift.quality import Quality
    from watchkeeper.drift.verdict import Verdict

PASSED, NOT_PASSED, NOT_MEASURED = "passed", "failed", "not_measured"
STATUSES = (PASSED, NOT_PASSED, NOT_MEASURED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test and what came of it."""

    name: str
    status: str
    value: float | None

    @property
    def passed(self) -> bool:
        """Whether it did; what could not be measured did not."""
        return self.status == PASSED


def held(test: Expectation, verdict: Verdict, quality: Quality | None) -> Outcome:
    """Holds one test against what was measured."""
    value = measured(test, verdict, quality)
    if value is None:
        return Outcome(test.name, NOT_MEASURED, None)
    low = test.min is None or value >= test.min
    high = test.max is None or value <= test.max
    return Outcome(test.name, PASSED if low and high else NOT_PASSED, value)


def measured(test: Expectation, verdict: Verdict, quality: Quality | None) -> float | None:
    """The value that a test is about, or None where there is none."""
    if test.column:
        return _of_column(test.metric, test.column, verdict)
    of_model: dict[str, float] = {
        "rows": verdict.rows,
        "drift_share": verdict.share,
        "null_shifts": sum(column.null_shift for column in verdict.columns),
    }
    return (of_model | (_of(quality) if quality else {})).get(test.metric)


def _of(quality: Quality) -> dict[str, float]:
    found = dict(quality.metrics)
    if quality.estimated_accuracy is not None:
        found["estimated_accuracy"] = quality.estimated_accuracy
    if quality.rows:
        found["labelled_share"] = quality.labelled / quality.rows
    return found


def _of_column(metric: str, column: str, verdict: Verdict) -> float | None:
    found = next((each for each in verdict.columns if each.name == column), None)
    if found is None:
        return None
    match metric:
        case "drift_score":
            return found.score
        case "null_share":
            return found.null_share
        case _:
            counted = found.null_share is not None and found.state != MISSING
            return found.infinite / verdict.rows if counted and verdict.rows else None
