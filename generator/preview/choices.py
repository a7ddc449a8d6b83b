"""The time and the variables of a board, as somebody would find them who opens it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.preview.prometheus import Refused
from generator.promql import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.ir.boards import Board
    from generator.preview.prometheus import Prometheus

FINEST = 60  # seconds; Grafana is told the same, see the emitter
POINTS = 240  # of one line
ALL = ".+"
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
LONGEST = 400 * 86400  # more than anybody keeps
# ${name}, ${name:format}, ${name.part} and $name, but not the $1 of label_replace.
_VARIABLE = re.compile(r"\$\{(\w+)[^}]*\}|\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Choices:
    """From when to when, how finely, and what stands for each variable.

    ``until`` is when newest values are asked for, ``end`` the last step of ranges before it.
    ``shown`` is what the head of the board says of each variable.
    """

    until: float
    start: float
    end: float
    step: int
    values: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def seconds(text: str) -> int:
    """A time such as 6h or 7d; raises ``ValueError`` for anything else."""
    found = re.fullmatch(r"([0-9]{1,6})([smhdw])", text, re.ASCII)
    length = int(found[1]) * SECONDS[found[2]] if found else 0
    if not 5 * FINEST <= length <= LONGEST:
        raise ValueError(f"{text} is no time from 5m to 400d; write it as 6h or 7d")
    return length


def chosen(board: Board, server: Prometheus, end: float, since: str) -> Choices:
    """The first value of a variable of which one is chosen, all values of the others."""
    length = seconds(since or board.since)
    step = max(FINEST, -(-length // POINTS // FINEST) * FINEST)
    last = end // step * step
    values = _macros(length, step)
    shown, problems = [], []
    for variable in board.variables:
        values[variable.name], words = ALL, "all"
        if not variable.many:
            path = f"label/{variable.label}/values"
            span = {"start": last - length, "end": end}
            try:
                values_of = server.get(path, **{"match[]": variable.series}, **span)
                found = sorted(str(each) for each in values_of)
            except Refused as refused:
                problems.append(f"Variable {variable.title}: {refused}")
                found = []
            values[variable.name] = words = found[0] if found else ""
        shown.append((variable.title, words or "none"))
    return Choices(end, last - length, last, step, values, tuple(shown), tuple(problems))


def _macros(length: int, step: int) -> dict[str, str]:
    """What Grafana would put in for a graph of this length."""
    return {
        "__rate_interval": duration(max(step + FINEST, 4 * FINEST)),
        "__interval": duration(step),
        "__range": duration(length),
    }


def filled(expr: str, choices: Choices) -> str:
    """The query as it is sent; names that nobody knows stay, so that they are seen."""
    return _VARIABLE.sub(lambda found: choices.values.get(found[1] or found[2], found[0]), expr)
