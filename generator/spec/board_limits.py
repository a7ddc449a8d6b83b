"""What Grafana can hold of a board, and in which order it reads it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Sized

LONGEST_TITLE = 189  # the column of its database
MOST_QUERIES = 26  # each has a letter


class Step(Protocol):
    """A colour from a value on."""

    from_: float | None


S = TypeVar("S", bound="tuple[Step, ...]")
Q = TypeVar("Q", bound="Sized")


def rising(steps: S) -> S:
    """Grafana takes the last step that a value has reached, so it needs them in order."""
    values = [each.from_ for each in steps]
    known = [each for each in values if each is not None]
    if None in values[1:] or any(low >= high for low, high in pairwise(known)):
        raise PydanticCustomError(
            "form",
            "steps rise, and only the first has no from; in another order the colours are wrong",
            {"fix": "write the lowest first: [{color: good}, {from: 0.8, color: bad}]"},
        )
    return steps


def lettered(queries: Q) -> Q:
    """After Z there is no letter left."""
    if len(queries) > MOST_QUERIES:
        raise PydanticCustomError(
            "form",
            "a panel has at most 26 queries, each with a letter of its own",
            {"fix": "put the rest into another panel"},
        )
    return queries


def short(title: str) -> str:
    """A longer one, Grafana's database refuses."""
    if len(title) > LONGEST_TITLE:
        raise PydanticCustomError(
            "form",
            "the title of a board has at most 189 characters; Grafana refuses a longer one",
            {"fix": "write a shorter title, and the rest into the description"},
        )
    return title
