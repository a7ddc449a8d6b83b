"""Axes: from where to where, and the numbers that stand beside them."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from generator.preview import units

if TYPE_CHECKING:
    from collections.abc import Sequence

NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
SPANS = (
    *(60, 300, 600, 900, 1800, 3600, 7200, 10800, 14400, 21600, 43200),
    *(86400, 2 * 86400, 5 * 86400, 10 * 86400, 30 * 86400),
)
DAY = 86400
FRACTIONS = frozenset({"factor", "score", "cores"})
PLACES = 7  # after the point, at most


class Axis(NamedTuple):
    """An axis; ``ticks`` are where something is written, and what."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


def values(
    found: Sequence[float], unit: str, bounds: tuple[float | None, float | None], most: int
) -> Axis:
    """The axis of values: as far as they go, or as the panel says, in round steps."""
    low, high = min(found, default=0.0), max(found, default=1.0)
    low = low if bounds[0] is None else min(bounds[0], low)
    high = high if bounds[1] is None else max(bounds[1], high)
    if high - low <= abs(high) * 1e-9:
        low, high = (low - 1, high + 1) if bounds[0] is None else (low, high + (abs(high) or 1))
    by = units.measure(unit, max(abs(low), abs(high)))
    step = _nice((high - low) / most / by.by, whole=_whole(unit, by.by, high - low))
    first = math.floor(low / by.by / step + 1e-9) if bounds[0] is None else low / by.by / step
    last = math.ceil(high / by.by / step - 1e-9) if bounds[1] is None else high / by.by / step
    decimals = _decimals(step)
    numbers = range(math.ceil(first - 1e-9), math.floor(last + 1e-9) + 1)
    ticks = tuple((n * step * by.by, f"{n * step:.{decimals}f}{by.sign}") for n in numbers)
    return Axis(first * step * by.by, last * step * by.by, ticks)


def _whole(unit: str, by: float, span: float) -> bool:
    """Whether halves of what is counted make no sense."""
    parts = unit.endswith("/s") or unit in units.SMALL or unit in units.SIGNS or unit in FRACTIONS
    return by == 1 and span >= 1 and not parts


def _nice(rough: float, *, whole: bool) -> float:
    power = 10 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    if whole:
        power = max(power, 1.0)
    steps = (each for each in NICE if not whole or (power * each).is_integer())
    return next(power * each for each in steps if power * each >= rough * (1 - 1e-9))


def _decimals(step: float) -> int:
    for places in range(PLACES):
        if abs(step * 10**places - round(step * 10**places)) < 1e-6 * 10**places * step:
            return places
    return PLACES - 1


def times(start: float, end: float, most: int) -> Axis:
    """The axis of time, in UTC: days where it is long, else hours and minutes."""
    span = next((each for each in SPANS if (end - start) / each <= most), SPANS[-1])
    first = math.ceil(start / span) * span
    ticks = tuple((at, _clock(at, span)) for at in range(int(first), int(end) + 1, span))
    return Axis(start, end, ticks)


def _clock(at: int, span: int) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    if span >= DAY or at % DAY == 0:
        return f"{moment:%b} {moment.day}"
    return f"{moment:%H:%M}"
