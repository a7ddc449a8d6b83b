"""What two profiles say about drift: column by column, then of the model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeeper.drift import bounds
from watchkeeper.drift.distances import (
    BY_SHARES,
    WASSERSTEIN,
    method_for,
    pooled,
    shares,
    wasserstein,
)
from watchkeeper.drift.states import MEASURED, MISSING, NO_VALUES, TOO_FEW, UNREADABLE

if TYPE_CHECKING:
    from watchkeeper.drift.profile import Bins, Counts, Problem, Profile, Reference


class NoVerdictError(Exception):
    """The data says too little of the model."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts as drift; without a threshold it follows from the sizes of the samples.

    A model drifts when a larger share of its columns than ``share`` has drifted, or when the null
    share of any column has moved.
    """

    method: str = "psi"
    threshold: float | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Column:
    """The verdict on one column. ``score`` is a distance: higher is more drift."""

    name: str
    state: str
    reason: str = ""
    method: str = ""
    score: float | None = None
    bound: float | None = None
    drifted: bool = False
    null_share: float | None = None
    reference_null_share: float | None = None
    null_shift: bool = False
    infinite: int = 0

    @property
    def judged(self) -> bool:
        """Whether the data says whether it drifted: that nothing is left of it says so too."""
        return self.state == MEASURED or self.drifted


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a model."""

    rows: int
    reference_rows: int
    columns: tuple[Column, ...]
    limits: Limits

    @property
    def share(self) -> float:
        """The share of the judged columns that drifted."""
        judged = [column.drifted for column in self.columns if column.judged]
        return sum(judged) / len(judged)

    @property
    def drift_detected(self) -> bool:
        """Whether the model drifts, as `Limits` says."""
        return self.share > self.limits.share or any(each.null_shift for each in self.columns)


def judge(reference: Reference, current: Profile, limits: Limits) -> Verdict:
    """Holds the current data against the reference.

    Raises:
        NoVerdictError: fewer than half of the columns could be judged.
    """
    problems = {**reference.profile.problems, **current.problems}
    names = [name for name in reference.bins if name not in problems]
    before, after, bins = reference.profile.counts, current.counts, reference.bins
    found = tuple(
        [
            _compare(name, bins[name], (before[name], after[name]), limits, len(names))
            for name in names
        ]
        + [_failed(name, problem, reference) for name, problem in problems.items()]
    )
    _ensure_enough(found, reference, current)
    ordered = tuple(sorted(found, key=lambda column: column.name))
    return Verdict(current.rows, reference.profile.rows, ordered, limits)


def _ensure_enough(found: tuple[Column, ...], reference: Reference, current: Profile) -> None:
    # Of a column that is empty in the reference as well, the current data need not say anything.
    asked = [column for column in found if column.judged or column.state != NO_VALUES]
    judged = sum(column.judged and column.state != MISSING for column in asked)
    if judged and judged >= len(asked) / 2:
        return
    first = next((f"{each.name}: {each.reason}" for each in found if not each.judged), "")
    raise NoVerdictError(
        f"{judged} of {len(asked)} columns could be judged, half must be: "
        f"{first or 'the current data lacks the others'} "
        f"({current.rows} rows, the reference has {reference.profile.rows})"
    )


def _failed(name: str, problem: Problem, reference: Reference) -> Column:
    if problem.state != MISSING:
        return Column(name, problem.state, problem.reason)
    before = reference.profile.counts[name].null_share
    # The column has no value any more, which is what a null share of 1 says.
    return Column(
        name,
        MISSING,
        problem.reason,
        drifted=True,
        null_share=1.0,
        reference_null_share=before,
        null_shift=1 - before > bounds.SMALLEST_NULL_SHIFT,
    )


def _compare(
    name: str, bins: Bins, counts: tuple[Counts, Counts], limits: Limits, family: int
) -> Column:
    reference, current = counts
    state, reason = _state(reference, current)
    method = method_for(bins.kind, limits.method)
    score = bound = None
    if state == MEASURED:
        score, bound = _distance(bins, counts, method, family)
        bound = bound if limits.threshold is None else limits.threshold
    if score is not None and not math.isfinite(score):
        state, reason, score, bound = UNREADABLE, "its values are too large to measure", None, None
    return Column(
        name,
        state,
        reason,
        method,
        score,
        bound,
        drifted=state == NO_VALUES or (score is not None and bound is not None and score > bound),
        null_share=current.null_share,
        reference_null_share=reference.null_share,
        null_shift=_null_shift(reference, current, family),
        infinite=current.infinite,
    )


def _state(reference: Counts, current: Counts) -> tuple[str, str]:
    fewest = bounds.FEWEST_ROWS
    if current.rows < fewest or reference.valid < fewest:
        fewer = min(current.rows, reference.valid)
        return TOO_FEW, f"{fewer} rows, {fewest} are needed"
    if not current.valid:
        return NO_VALUES, "the current data has no value"
    if current.valid < fewest:
        return TOO_FEW, f"{current.valid} rows have a value, {fewest} are needed"
    return MEASURED, ""


def _distance(
    bins: Bins, counts: tuple[Counts, Counts], method: str, family: int
) -> tuple[float, float]:
    reference, current = counts
    size = bounds.sizes(reference.valid, current.valid)
    if method == WASSERSTEIN:
        noise = bounds.noise(method, size, columns=family, spread=bins.spread)
        return wasserstein(reference, current), max(noise, bounds.SMALLEST_DRIFT)
    before, after = pooled(reference.bins, current.bins, bounds.FEWEST_EXPECTED)
    noise = bounds.noise(method, size, columns=family, bins=len(before))
    score = BY_SHARES[method](shares(before), shares(after))
    return score, max(noise, bounds.SMALLEST_DRIFT)


def _null_shift(reference: Counts, current: Counts, family: int) -> bool:
    if min(reference.rows, current.rows) < bounds.FEWEST_ROWS:
        return False
    share = (reference.nulls + current.nulls) / (reference.rows + current.rows)
    noise = bounds.null_noise(share, reference.rows, current.rows, columns=family)
    moved = abs(current.null_share - reference.null_share)
    return moved > max(noise, bounds.SMALLEST_NULL_SHIFT)
