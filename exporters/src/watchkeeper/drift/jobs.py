"""What is to be monitored: one model's entry of the configuration, understood and checked."""

from __future__ import annotations

import dataclasses
import difflib
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from watchkeeper.drift.distances import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")  # it becomes the name of a folder
CLASSIFICATION, REGRESSION = "classification", "regression"
TASKS = (CLASSIFICATION, REGRESSION)
NEVER, ON_DRIFT, ALWAYS = "never", "drift", "always"
REPORTS = (NEVER, ON_DRIFT, ALWAYS)

# What a test may speak of, and whether it then has to name a column.
OF_A_COLUMN = ("drift_score", "null_share", "infinite_share")
OF_A_MODEL = ("rows", "drift_share", "null_shifts", "labelled_share", "estimated_accuracy")
ACCURACY = "accuracy"
OF_CLASSES = (ACCURACY, "precision", "recall", "f1", "log_loss", "auc")
OF_NUMBERS = ("rmse", "mae", "mean_error", "r2")
MEASURES = (*OF_A_COLUMN, *OF_A_MODEL, *OF_CLASSES, *OF_NUMBERS)

Entry = TypeVar("Entry")


class JobError(Exception):
    """A configuration that cannot be understood; each line is one complaint."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Where a data set says what the model predicted, and what came true.

    ``probability`` is that of the class ``positive``; ``confidence`` that of the predicted class.
    """

    task: str
    prediction: str
    label: str | None = None
    probability: str | None = None
    confidence: str | None = None
    positive: str | float | bool | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read together."""
        found = (self.label, self.prediction, self.probability, self.confidence)
        return tuple(dict.fromkeys(name for name in found if name))


@dataclass(frozen=True, slots=True)
class Expectation:
    """One test: a measured value between two ends, of which one may be missing."""

    metric: str
    column: str | None = None
    min: float | None = None
    max: float | None = None

    @property
    def name(self) -> str:
        """What it says, as people write it."""
        subject = f"{self.metric}({self.column})" if self.column else self.metric
        ends = ((">=", self.min), ("<=", self.max))
        return " and ".join(f"{subject} {sign} {end:g}" for sign, end in ends if end is not None)


@dataclass(frozen=True, slots=True)
class Job:
    """One model's monitor.

    ``columns`` are all of the reference if none is named, without the label. Without ``threshold``
    it follows from the size of the samples. ``time_column`` says when the current data ends. Older
    than ``max_age_seconds``, a result is not shown.
    """

    name: str
    reference: str
    current: str
    schedule: str = ""
    model_version: str = "unknown"
    columns: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    method: str = "psi"
    threshold: float | None = None
    share_max: float = 0.0
    time_column: str | None = None
    max_age_seconds: float = 2 * 86_400
    outcomes: Outcomes | None = None
    tests: tuple[Expectation, ...] = field(default=())
    report: str = NEVER

    @property
    def without(self) -> tuple[str, ...]:
        """Columns that are no features."""
        label = self.outcomes.label if self.outcomes else None
        unnamed = label if label not in self.columns else None
        return tuple(filter(None, (*self.exclude, self.time_column, unnamed)))


def parse(found: Mapping[str, Any]) -> Job:
    """A job, whose every field makes sense.

    Raises:
        JobError: some do not; all of them are told.
    """
    where = f"model {found.get('name', '?')}"
    found = _said(found)
    told = [f"{where}: {complaint}" for complaint in misshapen(found)]
    if not told:
        job = _made(found)
        told = [f"{where}: {complaint}" for complaint in complaints(job)]
    if told:
        raise JobError("\n".join(told))
    return job


def _said(found: Mapping[str, Any]) -> dict[str, Any]:
    """What is not null, which says no more than nothing does; also of the mappings in it."""
    return {
        key: _said(value) if isinstance(value, dict) else value
        for key, value in found.items()
        if value is not None
    }


def _made(found: Mapping[str, Any]) -> Job:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in found.items()
    }
    values["tests"] = tuple(Expectation(**each) for each in found.get("tests", []))
    outcomes = found.get("outcomes")
    values["outcomes"] = Outcomes(**outcomes) if outcomes else None
    return Job(**values)


def misshapen(found: Mapping[str, Any]) -> Iterator[str]:
    """What is of another type than its field."""
    yield from _shape(found, Job)
    for names in ("columns", "exclude"):
        value = found.get(names, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            yield f"{names} must be a list of names"
    outcomes = found.get("outcomes") or {}
    if isinstance(outcomes, dict):
        yield from (f"outcomes: {each}" for each in _shape(outcomes, Outcomes) if outcomes)
    else:
        yield "outcomes must be a mapping"
    tests = found.get("tests", [])
    if not isinstance(tests, list) or not all(isinstance(each, dict) for each in tests):
        yield "tests must be a list of mappings"
        return
    for number, each in enumerate(tests, 1):
        yield from (f"test {number}: {complaint}" for complaint in _shape(each, Expectation))


def _shape(found: Mapping[str, Any], kind: type[Any]) -> Iterator[str]:
    fields = {each.name: each for each in dataclasses.fields(kind)}
    for unknown in sorted(map(str, found.keys() - fields.keys())):
        yield f"{unknown} is no field{near(unknown, fields)}"
    for name, each in fields.items():
        if name not in found:
            if each.default is dataclasses.MISSING:
                yield f"{name} is missing"
            continue
        # Annotations are texts here, as none of them is needed at run time.
        match str(each.type).removesuffix(" | None"):
            case "str" if not isinstance(found[name], str):
                yield f"{name} must be a text"
            case "float" if not is_number(found[name]):
                yield f"{name} must be a finite number"


def complaints(job: Job) -> Iterator[str]:
    """What makes no sense in a job."""
    if not NAME.fullmatch(job.name):
        yield "a name is of letters, digits, dots, dashes and underscores, and begins with no dot"
    yield from one_of("method", job.method, METHODS, "distance")
    yield from one_of("report", job.report, REPORTS, "choice")
    if not 0 <= job.share_max <= 1:
        yield f"share_max {job.share_max} is no share from 0 to 1"
    if job.threshold is not None and not job.threshold > 0:
        yield f"threshold {job.threshold} is no distance above 0"
    if not job.max_age_seconds > 0:
        yield f"max_age_seconds {job.max_age_seconds} is no time above 0"
    if job.outcomes:
        yield from (f"outcomes: {each}" for each in _of_outcomes(job.outcomes))
    for number, test in enumerate(job.tests, 1):
        yield from (f"test {number}: {each}" for each in _of_test(test, job.outcomes))


def _of_outcomes(outcomes: Outcomes) -> Iterator[str]:
    yield from one_of("task", outcomes.task, TASKS, "task")
    if outcomes.probability and outcomes.positive is None:
        yield "probability is that of which class? Say it as positive"
    if outcomes.task == REGRESSION and (outcomes.probability or outcomes.confidence):
        yield "a regression has neither probability nor confidence"


def _of_test(test: Expectation, outcomes: Outcomes | None) -> Iterator[str]:
    yield from one_of("metric", test.metric, MEASURES, "metric")
    if test.metric in OF_A_COLUMN and not test.column:
        yield f"{test.metric} is that of which column? Say it as column"
    if test.column and test.metric not in OF_A_COLUMN:
        yield f"{test.metric} is not that of a column"
    if test.min is None and test.max is None:
        yield "a test needs min, or max, or both"
    if test.min is not None and test.max is not None and test.min > test.max:
        yield f"min {test.min:g} is above max {test.max:g}: no value would do"
    if test.metric in (*OF_CLASSES, *OF_NUMBERS) and not (outcomes and outcomes.label):
        yield f"{test.metric} needs outcomes with a label"


def one_of(what: str, value: str, known: Iterable[str], kind: str) -> Iterator[str]:
    """A complaint about a word that is none of those known."""
    words = tuple(known)
    if value not in words:
        yield f"{what} {value} is no {kind}{near(value, words)}: {', '.join(words)}"


def is_number(value: object) -> bool:
    """Whether it is one; True and False are none, nor is infinity, which no result could hold."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value)


def near(word: str, known: Iterable[str]) -> str:
    """The nearest known word, as a question."""
    found = difflib.get_close_matches(word, sorted(known), 1)
    return f", did you mean {found[0]}?" if found else ""
