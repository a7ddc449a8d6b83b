"""The results as metrics. What is too old is not shown, only how old it is."""

from __future__ import annotations

import math
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeeper.drift import budget
from watchkeeper.drift import families as f
from watchkeeper.drift.expectations import PASSED, STATUSES
from watchkeeper.drift.jobs import ACCURACY
from watchkeeper.drift.records import OK, RUNNING
from watchkeeper.drift.states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from watchkeeper.drift.families import Family
    from watchkeeper.drift.shelf import Found, Shelf

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# What content of another shape raises.
MISFITS = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)
AHEAD = 600  # seconds that another machine's clock may be ahead of this one
# After as long, or ten times the time that a result is good for, a model is one that was removed.
FORGOTTEN = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class Sample:
    """One series and its value."""

    family: Family
    labels: tuple[str, ...]
    value: float


def samples(found: Found | None, now: float) -> Iterator[Sample]:
    """Everything there is to say at a time."""
    yield Sample(f.READABLE, (), found is not None)
    there = {model: each for model, each in (found or {}).items() if not forgotten(*each, now)}
    good = {model: each for model, (_, each) in there.items() if each and not too_old(each, now)}
    kept = budget.chosen(good)
    for model, (run, result) in sorted(there.items()):
        yield from of_model(model, run, result, now, kept.get(model))


def standing(found: Found | None, now: float) -> tuple[object, ...]:
    """All that changes with time alone: while it is the same, so is what there is to say."""
    return tuple(
        (forgotten(run, result, now), result is None or too_old(result, now), ran_well(run, now))
        for run, result in (found or {}).values()
    )


def forgotten(run: Mapping[str, Any] | None, result: Mapping[str, Any] | None, now: float) -> bool:
    """Whether no run has had to do with a model for so long that it must have been removed."""
    times = [run.get("started_at"), run.get("finished_at")] if run else []
    times += [result["finished_at"]] if result else []
    known = [_finite(float(each)) for each in times if isinstance(each, int | float)]
    good_for = float(result["max_age_seconds"]) if result else 0.0
    return bool(known) and now - max(known) > max(10 * good_for, FORGOTTEN)


def of_model(
    model: str,
    run: Mapping[str, Any] | None,
    result: Mapping[str, Any] | None,
    now: float,
    kept: Sequence[str] | None = None,
) -> Iterator[Sample]:
    """What there is to say of one model at a time, with all of its columns or with some."""
    yield from _of_run(model, run, now)
    old = result is None or too_old(result, now)
    yield Sample(f.STALE, (model,), old)
    if result is None:
        return
    yield Sample(f.SUCCESS, (model,), float(result["finished_at"]))
    yield Sample(f.WINDOW_END, (model,), float(result["window_end"]))
    if not old:
        yield from _shown(model, result, budget.of_a_model(result) if kept is None else kept)


def understood(result: Mapping[str, Any]) -> None:
    """Raises one of `MISFITS` if anything in a result could not be shown."""
    budget.of_a_model(result)
    _writable(_shown("", result, list(result["columns"])))
    for name in ("finished_at", "window_end", "max_age_seconds"):
        _finite(float(result[name]))


def recorded(run: Mapping[str, Any]) -> None:
    """Raises one of `MISFITS` if anything in the record of a run could not be shown."""
    _writable(_of_run("", run, 0.0))
    forgotten(run, None, 0.0)


def _writable(found: Iterable[Sample]) -> None:
    each = list(found)
    for sample in each:
        _finite(float(sample.value))
    written(each, f.FAMILIES)


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no finite number")
    return value


def _of_run(model: str, run: Mapping[str, Any] | None, now: float) -> Iterator[Sample]:
    yield Sample(f.STATUS, (model,), ran_well(run, now))
    if run and isinstance(run.get("started_at"), int | float):
        yield Sample(f.LAST_RUN, (model,), float(run["started_at"]))
    published = run.get("published") if run else None
    if isinstance(published, dict):
        for target, reason in sorted(published.items()):
            yield Sample(f.PUBLISHED, (model, target), not reason)


def ran_well(run: Mapping[str, Any] | None, now: float) -> bool:
    """Whether the last run that ended did so well; one that is past its deadline has not."""
    if not run:
        return False
    if run.get("status") == RUNNING:
        deadline = run.get("deadline")
        in_time = isinstance(deadline, int | float) and now <= deadline
        return in_time and bool(run.get("previous_ok"))
    return bool(run.get("status") == OK)


def too_old(result: Mapping[str, Any], now: float) -> bool:
    """Whether a result is older than it is good for, or its data was so when it was made.

    Each by itself: data that is a day old as it should be, and a run that was a day ago as it
    should be, are two days together.
    """
    finished = float(result["finished_at"])
    ages = (now - finished, finished - float(result["window_end"]))
    return not all(-AHEAD <= age <= float(result["max_age_seconds"]) for age in ages)


def _shown(model: str, result: Mapping[str, Any], kept: Sequence[str]) -> Iterator[Sample]:
    columns = result["columns"]
    yield Sample(f.SHARE, (model,), float(result["share"]))
    yield Sample(f.DRIFT, (model,), bool(result["drift_detected"]))
    states = Counter(column["state"] for column in columns.values())
    for state in STATES:
        yield Sample(f.COLUMNS, (model, state), states[state])
    yield Sample(f.CUT, (model,), len(columns) - len(kept))
    for name in sorted(kept):
        yield from _of_column((model, name), columns[name])
    yield from _of_quality(model, result)
    tests = result["tests"]
    for status in STATUSES:
        yield Sample(f.TESTS, (model, status), sum(test["status"] == status for test in tests))
    for name, passed in sorted({test["name"]: test["status"] == PASSED for test in tests}.items()):
        yield Sample(f.TEST_FAILED, (model, name), not passed)


def _of_quality(model: str, result: Mapping[str, Any]) -> Iterator[Sample]:
    quality = result["quality"]
    if quality is None:
        return
    for metric, value in sorted(quality["metrics"].items()):
        if metric == ACCURACY:
            yield Sample(f.ACCURACY, (model, str(result["model_version"])), float(value))
        else:
            yield Sample(f.QUALITY, (model, metric), float(value))
    if quality["estimated_accuracy"] is not None:
        yield Sample(f.ESTIMATED, (model,), float(quality["estimated_accuracy"]))
    if quality["rows"]:
        yield Sample(f.LABELLED, (model,), quality["labelled"] / quality["rows"])


def _of_column(labels: tuple[str, str], column: Mapping[str, Any]) -> Iterator[Sample]:
    if column["score"] is not None:
        yield Sample(f.SCORE, labels, float(column["score"]))
        yield Sample(f.BOUND, labels, float(column["bound"]))
    if column["score"] is not None or column["drifted"]:
        yield Sample(f.DETECTED, labels, bool(column["drifted"]))
    if column["null_share"] is not None:
        yield Sample(f.NULL_SHARE, labels, float(column["null_share"]))
        yield Sample(f.NULL_SHIFT, labels, bool(column["null_shift"]))


def page(shelf: Shelf, now: float | None = None) -> bytes:
    """One scrape."""
    found = samples(shelf.look(), time.time() if now is None else now)
    return written(found, f.FAMILIES)


def written(found: Iterable[Sample], families: Sequence[Family]) -> bytes:
    """Samples as text, with what each of some families is."""
    by_family: dict[str, list[str]] = {family.name: [] for family in families}
    for sample in found:
        pairs = zip(sample.family.labels, sample.labels, strict=True)
        labels = ",".join(f'{name}="{escaped(value)}"' for name, value in pairs)
        series = f"{sample.family.name}{{{labels}}}" if labels else sample.family.name
        by_family[sample.family.name].append(f"{series} {float(sample.value)!r}")
    lines = []
    for family in families:
        lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} gauge"]
        lines += by_family[family.name]
    return ("\n".join(lines) + "\n").encode()


def escaped(value: str) -> str:
    """A label value as the exposition format writes it."""
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")
