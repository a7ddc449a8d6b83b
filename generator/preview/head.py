"""What stands at the head of a board."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.preview.answers import Answered

LABEL = "Preview, not Grafana"


def facts(found: Answered) -> Iterator[tuple[str, str]]:
    """The time, the choices, and what is marked in the graphs."""
    choices = found.choices
    start, end = (datetime.fromtimestamp(at, UTC) for at in (choices.start, choices.end))
    form = "%Y-%m-%d %H:%M"
    yield "Time", f"{start:{form}} to {end:{form if start.date() != end.date() else '%H:%M'}} UTC"
    yield from choices.shown
    marks = Counter(each.annotation.name for each in found.moments)
    for annotation in found.board.annotations:
        yield (
            annotation.name,
            f"{marks[annotation.name] or 'none'}" + (" marked" if marks[annotation.name] else ""),
        )
    for problem in found.problems:
        yield "Problem", problem
