"""What is kept of a data set: counts in fixed bins, which add up over files, days and machines.

Nothing here reads data; a profile is small, exact and the same wherever it was counted.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Number = TypeVar("Number", int, float)
Kind = Literal["numeric", "category"]
NUMERIC: Kind = "numeric"
CATEGORY: Kind = "category"


@dataclass(frozen=True, slots=True)
class Bins:
    """Where the values of a column are counted, chosen from the reference.

    ``edges`` of numbers: bin i ends at edge i and includes it, the last bin is open; so is the
    first. ``values`` of categories: one bin each, and a last one for all others. ``center`` and
    ``scale`` turn numbers into reference sigmas; ``spread`` is their standard deviation in these.
    """

    kind: Kind
    edges: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    center: float = 0.0
    scale: float = 1.0
    spread: float = 1.0

    def __len__(self) -> int:
        return len(self.edges if self.kind == NUMERIC else self.values) + 1


@dataclass(frozen=True, slots=True)
class Counts:
    """The values of one column. ``nulls`` includes NaN; infinite values are in the open bins too.

    ``sums`` are per bin, in reference sigmas, and empty where no distance needs them.
    """

    rows: int = 0
    nulls: int = 0
    infinite: int = 0
    bins: tuple[int, ...] = ()
    sums: tuple[float, ...] = ()

    @property
    def valid(self) -> int:
        """Rows that have a value."""
        return self.rows - self.nulls

    @property
    def null_share(self) -> float:
        """The share of rows without a value."""
        return self.nulls / self.rows if self.rows else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.rows + other.rows,
            self.nulls + other.nulls,
            self.infinite + other.infinite,
            added(self.bins, other.bins),
            added(self.sums, other.sums),
        )


def added(one: tuple[Number, ...], other: tuple[Number, ...]) -> tuple[Number, ...]:
    """Sums by place, where an empty tuple is nothing yet."""
    if not one or not other:
        return one or other
    return tuple(map(operator.add, one, other))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a column could not be counted; ``state`` is one of `verdict.STATES`."""

    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts by column, and why the rest has none."""

    rows: int = 0
    counts: Mapping[str, Counts] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def __add__(self, other: Profile) -> Profile:
        problems = {**other.problems, **self.problems}
        names = dict.fromkeys((*self.counts, *other.counts))
        nothing = Counts()
        return Profile(
            self.rows + other.rows,
            {
                name: self.counts.get(name, nothing) + other.counts.get(name, nothing)
                for name in names
                if name not in problems
            },
            problems,
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """The bins of a model's columns, and what the reference has in them."""

    bins: Mapping[str, Bins]
    profile: Profile
