"""The file of all jobs, `drift.yaml`, which the compiler writes; JSON is YAML too.

    version: 1
    results: s3://bucket/drift
    models:
      - name: churn
        schedule: daily
        reference: s3://bucket/churn/reference.parquet
        current: s3://bucket/churn/current/

A folder of such files is one list, as no ConfigMap holds ten thousand models. A model that cannot
be understood costs only itself.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from watchkeeper.drift.jobs import JobError, near, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from watchkeeper.drift.jobs import Job

VERSION = 1
STANDARD_INPUT = "-"
SUFFIXES = (".yaml", ".yml", ".json")
FIELDS = ("version", "results", "mlflow", "models")
MLFLOW_FIELDS = ("tracking_uri", "experiment")
EXPERIMENT = "watchkeeper-drift"
# Ten thousand models are read in a second with it, in ten without.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Where results are logged besides; without ``tracking_uri`` MLflow's own variable says it."""

    tracking_uri: str | None = None
    experiment: str = EXPERIMENT


@dataclass(frozen=True, slots=True)
class Config:
    """All that a file says; ``models`` are as they were written."""

    path: str
    models: Mapping[str, Mapping[str, Any]]
    results: str | None = None
    mlflow: Tracking | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def job(self, model: str) -> Job:
        """The job of one model.

        Raises:
            JobError: there is none, or it makes no sense.
        """
        if model not in self.models:
            raise JobError(f"{self.path}: {model} is not in it{near(model, self.models)}")
        try:
            return parse(self.models[model])
        except JobError as error:
            lines = str(error).splitlines()
            raise JobError("\n".join(f"{self.path}: {line}" for line in lines)) from error

    def chosen(self, schedule: str | None, shard: Shard) -> tuple[str, ...]:
        """The models of a schedule that fall into a shard.

        Raises:
            JobError: no model has such a schedule.
        """
        schedules = {name: str(each.get("schedule", "")) for name, each in self.models.items()}
        if schedule is not None and schedule not in schedules.values():
            known = sorted(set(schedules.values()) - {""})
            raise JobError(
                f"{self.path}: no model has the schedule {schedule}{near(schedule, known)}"
            )
        return tuple(
            name for name in schedules if schedule in {None, schedules[name]} and shard.has(name)
        )

    def only(self, model: str) -> dict[str, Any]:
        """The same file with one model."""
        return {**self.raw, "models": [self.models[model]]}


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of all models; which part a model is in depends on its name and the count only."""

    index: int = 0
    count: int = 1

    def has(self, model: str) -> bool:
        """Whether a model is in it."""
        first = hashlib.sha256(model.encode()).digest()[:8]
        return int.from_bytes(first, "big") % self.count == self.index


def load(path: str) -> Config:
    """The file at a path or on standard input; of a folder all of its files as if they were one.

    Raises:
        JobError: one cannot be read, or is no file of jobs.
    """
    found = {each: content(each) for each in files(path)}
    told = [f"{each}: {told}" for each, value in found.items() for told in misshapen(value)]
    if not told:
        told = [f"{path}: {complaint}" for complaint in contradictions(tuple(found.values()))]
    if told:
        raise JobError("\n".join(told))
    whole: dict[str, Any] = {"version": VERSION}
    for value in found.values():
        whole |= {**value, "models": [*whole.get("models", ()), *value["models"]]}
    models = {str(each["name"]): each for each in whole["models"]}
    tracking = whole.get("mlflow")
    mlflow = None if tracking is None else Tracking(**tracking)
    return Config(path, models, whole.get("results"), mlflow, whole)


def files(path: str) -> Sequence[str]:
    """The files of a folder, or the one at a path; hidden ones are how Kubernetes replaces them.

    Raises:
        JobError: there is none.
    """
    folder = Path(path)
    if path == STANDARD_INPUT or not folder.is_dir():
        return [path]
    found = sorted(str(each) for each in folder.iterdir() if each.suffix in SUFFIXES)
    kept = [each for each in found if not Path(each).name.startswith(".")]
    if not kept:
        raise JobError(f"{path}: this folder has no file that ends with {' or '.join(SUFFIXES)}")
    return kept


def content(path: str) -> Any:  # noqa: ANN401 - whatever a file holds
    """What a file says.

    Raises:
        JobError: it cannot be read.
    """
    try:
        text = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        return yaml.load(text, LOADER)  # noqa: S506 - both loaders are safe ones
    except (OSError, ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise JobError(said if path in said else f"{path}: {said}") from error


def contradictions(found: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What files say that cannot all be true."""
    for name in ("results", "mlflow"):
        said = [each[name] for each in found if each.get(name) is not None]
        if any(each != said[0] for each in said):
            yield f"{name} is said in two ways"
    names = Counter(each["name"] for one in found for each in one["models"])
    yield from (
        f"model {name} is there {times} times" for name, times in names.items() if times > 1
    )


def misshapen(found: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a file holds
    """What keeps a file from being one of jobs."""
    if not isinstance(found, dict) or found.get("version") != VERSION:
        yield f"not a file of jobs of version {VERSION}"
        return
    yield from (f"{name} is no field{near(name, FIELDS)}" for name in unknown(found, FIELDS))
    if not isinstance(found.get("results") or "", str):
        yield "results must be a folder or a URI"
    tracking = found.get("mlflow") or {}
    if isinstance(tracking, dict) and all(isinstance(value, str) for value in tracking.values()):
        for name in unknown(tracking, MLFLOW_FIELDS):
            yield f"mlflow: {name} is no field{near(name, MLFLOW_FIELDS)}"
    else:
        yield "mlflow must be a mapping of texts"
    models = found.get("models")
    if not isinstance(models, list) or not all(isinstance(each, dict) for each in models):
        yield "models is no list of mappings"
        return
    for number, each in enumerate(models, 1):
        if not isinstance(each.get("name"), str):
            yield f"model {number}: name is missing, or no text"


def unknown(found: Mapping[str, Any], known: tuple[str, ...]) -> list[str]:
    """The keys that mean nothing."""
    return sorted(map(str, found.keys() - set(known)))
