"""Times, and how things move in them: a day's wave, slow noise, and steps."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 86400
# How finely, by how long ago: what is close is looked at closely.
TIERS = ((8 * 3600, 60), (26 * 3600, 150), (10**9, 600))
PEAK = 14 * 3600  # seconds into the day
Curve = tuple[float, ...]


@dataclass(frozen=True)
class Grid:
    """The moments of a series, oldest first."""

    times: tuple[int, ...]

    @property
    def end(self) -> int:
        """The newest."""
        return self.times[-1]


@cache
def grid(end: int, reach: int) -> Grid:
    """The moments from ``reach`` seconds before ``end`` on."""
    found: list[int] = []
    at = end
    while at >= end - reach:
        found.append(at)
        at -= next(step for far, step in TIERS if end - at < far)
    return Grid(tuple(reversed(found)))


def seed(*words: str) -> int:
    """A number that is the same in every run."""
    return zlib.crc32("/".join(words).encode())


@cache
def day(over: Grid) -> Curve:
    """From 0 at night to 1 in the afternoon."""
    return tuple(0.5 + 0.5 * math.cos((at % DAY - PEAK) / DAY * math.tau) for at in over.times)


@cache
def noise(over: Grid, kind: int) -> Curve:
    """Slow and quick wobbling around 0, mostly between -1 and 1."""
    first, second, third = (1500 + 700 * (kind * 7 % 5), 460 + 90 * (kind * 5 % 7), 130 + 11 * kind)
    return tuple(
        0.5 * math.sin(at / first + kind)
        + 0.3 * math.sin(at / second + 2 * kind)
        + 0.2 * math.sin(at / third * 7.3 + 3 * kind + math.sin(at / 97.0))
        for at in over.times
    )


def around(over: Grid, level: float, swing: float, wave: float, number: int) -> list[float]:
    """A value about ``level``: up to ``wave`` of it more by day, and wobbling by ``swing``."""
    return [
        level * (1 + wave * (up - 0.5) + swing * wobble)
        for up, wobble in zip(day(over), noise(over, number % 8), strict=True)
    ]


def ramp(over: Grid, since: int, until: int) -> Curve:
    """From 0 until ``since`` seconds before the end, to 1 at ``until`` seconds before it."""
    return tuple(
        min(1.0, max(0.0, (at - over.end + since) / max(since - until, 1))) for at in over.times
    )


def summed(over: Grid, rates: Sequence[float], start: float) -> list[float]:
    """A counter that moves at these rates."""
    found, total, before = [], start, over.times[0]
    for at, rate in zip(over.times, rates, strict=True):
        total += (rate if rate > 0 else 0.0) * (at - before)
        before = at
        found.append(math.nan if math.isnan(rate) else total)
    return found
