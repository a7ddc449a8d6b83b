"""What is to be monitored: a JSON file (which is YAML too) that the compiler writes.

{"version": 1, "models": [{"name": "churn", "reference": "...", "current": "..."}]}
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.distances import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

VERSION = 1
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")  # it becomes the name of a folder


class JobError(Exception):
    """A job that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Job:
    """One model's monitor.

    ``columns`` are all of the reference if none is named. Without ``threshold`` it follows from the
    size of the samples. ``time_column`` says when the current data ends. Older than
    ``max_age_seconds``, a result is not shown.
    """

    name: str
    reference: str
    current: str
    columns: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    method: str = "psi"
    threshold: float | None = None
    share_max: float = 0.0
    time_column: str | None = None
    max_age_seconds: float = 2 * 86_400


FIELDS = {field.name for field in dataclasses.fields(Job)}
REQUIRED = ("name", "reference", "current")


def load(path: Path) -> dict[str, Job]:
    """The jobs of a file by the name of their model.

    Raises:
        JobError: the file cannot be read, or says what no job can mean.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise JobError(f"{path}: {error}") from error
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise JobError(f"{path}: not a file of jobs of version {VERSION}")
    models = found.get("models")
    if not isinstance(models, list) or not all(isinstance(each, dict) for each in models):
        raise JobError(f"{path}: models is no list of objects")
    jobs = [parse(each) for each in models]
    if len({job.name for job in jobs}) < len(jobs):
        raise JobError(f"{path}: a model is there twice")
    return {job.name: job for job in jobs}


def find(path: Path, model: str) -> Job:
    """The job of one model.

    Raises:
        JobError: there is none, or the file cannot be understood.
    """
    known = load(path)
    if model not in known:
        raise JobError(f"{path}: {model} is not in it{near(model, known)}")
    return known[model]


def parse(found: Mapping[str, Any]) -> Job:
    """A job, whose every field makes sense.

    Raises:
        JobError: one does not.
    """
    where = f"model {found.get('name', '?')}"
    for unknown in sorted(found.keys() - FIELDS):
        raise JobError(f"{where}: {unknown} is no field of a job{near(unknown, FIELDS)}")
    for complaint in misshapen(found):
        raise JobError(f"{where}: {complaint}")
    frozen: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in found.items()
    }
    job = Job(**frozen)
    for complaint in complaints(job):
        raise JobError(f"{where}: {complaint}")
    return job


def misshapen(found: Mapping[str, Any]) -> Iterable[str]:
    """What is of another type than its field."""
    for text in REQUIRED:
        if text not in found:
            yield f"{text} is missing"
    for text in (*REQUIRED, "method", "time_column"):
        if text in found and not isinstance(found[text], str):
            yield f"{text} must be a text"
    for names in ("columns", "exclude"):
        value = found.get(names, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            yield f"{names} must be a list of names"


def complaints(job: Job) -> Iterable[str]:
    """What makes no sense in a job."""
    if not NAME.fullmatch(job.name):
        yield "a name is of letters, digits, dots, dashes and underscores, and begins with no dot"
    if job.method not in METHODS:
        yield f"{job.method} is no distance{near(job.method, METHODS)}: {', '.join(METHODS)}"
    if not (_is_number(job.share_max) and 0 <= job.share_max <= 1):
        yield f"share_max {job.share_max} is no share from 0 to 1"
    if job.threshold is not None and not (_is_number(job.threshold) and job.threshold > 0):
        yield f"threshold {job.threshold} is no distance above 0"
    if not (_is_number(job.max_age_seconds) and job.max_age_seconds > 0):
        yield f"max_age_seconds {job.max_age_seconds} is no time above 0"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def near(word: str, known: Iterable[str]) -> str:
    """The nearest known word, as a question."""
    found = difflib.get_close_matches(word, sorted(known), 1)
    return f", did you mean {found[0]}?" if found else ""
