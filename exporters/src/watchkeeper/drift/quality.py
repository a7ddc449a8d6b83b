"""How good a model's predictions were, where labels are there, and how good it expects to be."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from watchkeeper.drift.measuring import COLUMN_ERRORS
from watchkeeper.drift.outcomes import named, tally
from watchkeeper.drift.sources import opened
from watchkeeper.drift.tally import Tally, of_chances, of_classes, of_errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.jobs import Outcomes
    from watchkeeper.drift.sources import File, Source, Spread

FEWEST_LABELLED = 30  # rows; a share of fewer moves by several percent with each of them


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known; ``problem`` says why something is not.

    ``estimated_accuracy`` needs no labels: it is the mean probability that a prediction is right,
    and as true as the model's probabilities are.
    """

    rows: int = 0
    labelled: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict)
    estimated_accuracy: float | None = None
    problem: str = ""


def measure_file(file: File, outcomes: Outcomes) -> Tally:
    """One file's part of a tally; parts add up, wherever each was counted.

    Raises:
        ValueError: a column that is needed is missing, or holds something else.
    """
    total = Tally()
    with opened(file) as table:
        types = table.types()
        there = [name for name in outcomes.columns if types.get(name) is not None]
        for name in outcomes.columns:
            if name not in there and name != outcomes.label:
                raise ValueError(f"no column {name} in {file.path}")
        for batch in table.rows_of(there):
            total += tally(batch, outcomes)
    return total


def measured(source: Source, outcomes: Outcomes, spread: Spread = map) -> Quality:
    """What a whole data set says; what cannot be read costs this only, and is told."""
    try:
        total = sum(spread(partial(measure_file, outcomes=outcomes), source.files), Tally())
    except COLUMN_ERRORS as error:
        return Quality(problem=str(error))
    return judged(total, outcomes)


def judged(total: Tally, outcomes: Outcomes) -> Quality:
    """What a tally says."""
    told = []
    if total.expected.outside:
        told.append(f"{total.expected.outside} probabilities are not between 0 and 1")
    if total.unusable:
        told.append(f"{total.unusable} labels or predictions are infinite")
    estimated = total.expected.right / total.expected.rows if total.expected.rows else None
    metrics: dict[str, float] = {}
    usable = total.labelled - total.unusable
    if usable >= FEWEST_LABELLED:
        metrics = _metrics(total, outcomes)
    elif outcomes.label:
        told.append(f"{usable} rows have a label, {FEWEST_LABELLED} are needed")
    if total.classes.too_many:
        told.append("too many classes for precision, recall and f1")
    finite = {name: value for name, value in metrics.items() if math.isfinite(value)}
    return Quality(total.rows, total.labelled, finite, estimated, "; ".join(told))


def _metrics(total: Tally, outcomes: Outcomes) -> dict[str, float]:
    if total.errors.rows:
        return of_errors(total.errors)
    positive = None if outcomes.positive is None else named(outcomes.positive)
    of_all = of_classes(total.classes, total.labelled, positive)
    return {**of_all, **of_chances(total.chances)}
