"""Numbers with their units, as short as they can be read."""

from __future__ import annotations

import math
from typing import NamedTuple

TIMES = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
SHORT = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
BYTES = ((2**40, "TiB"), (2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"), (1, "B"))
SMALL = {"milliseconds": 1e-3, "microseconds": 1e-6, "seconds": 1.0}
SIGNS = {"percent": "%", "celsius": "°C", "watts": "W"}
DIGITS = 3


class Measure(NamedTuple):
    """What a number is divided by before it is written, and what comes after it."""

    by: float
    sign: str


def measure(unit: str, size: float) -> Measure:
    """How numbers of a unit are written that are about as large as ``size``."""
    size = abs(size)
    if unit in SMALL:
        by, sign = _prefix(TIMES, size * SMALL[unit])
        return Measure(by / SMALL[unit], f" {sign}")
    if unit in {"bytes", "bytes/s", "mebibytes"}:
        base = 2.0**20 if unit == "mebibytes" else 1.0
        by, sign = _prefix(BYTES, size * base)
        return Measure(by / base, f" {sign}{'/s' if unit.endswith('/s') else ''}")
    if unit == "ratio":
        return Measure(0.01, "%")
    if unit in {"percent", "celsius"}:
        return Measure(1, SIGNS[unit] if unit == "percent" else f" {SIGNS[unit]}")
    by, sign = _prefix(SHORT, size)
    return Measure(by, f"{sign}{_after(unit)}")


def _prefix(steps: tuple[tuple[float, str], ...], size: float) -> tuple[float, str]:
    for by, sign in steps:
        if size >= by:
            return float(by), sign
    if size == 0:
        return next((float(by), sign) for by, sign in steps if by == 1)
    return float(steps[-1][0]), steps[-1][1]


def _after(unit: str) -> str:
    if unit == "requests/s":
        return " req/s"
    if unit in {"seconds/s", "ratio/s"}:
        return ""
    if unit.endswith("/s"):
        return "/s"
    return f" {SIGNS[unit]}" if unit in SIGNS else ""


def written(value: float, unit: str, decimals: int | None = None, now: float = 0) -> str:
    """A number with its unit; times are how long ago they were at ``now``."""
    if unit == "timestamp":
        return ago(now - value)
    found = measure(unit, value)
    return f"{figure(value / found.by, decimals)}{found.sign}"


def figure(value: float, decimals: int | None = None) -> str:
    """A number with three digits that count, or with so many decimals; whole ones without any."""
    if decimals is None:
        if value == round(value) and abs(value) < 10**6:
            return f"{value:.0f}"
        place = math.floor(math.log10(abs(value))) if value else 0
        decimals = max(0, DIGITS - 1 - place)
        text = f"{value:.{min(decimals, 6)}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def ago(seconds: float) -> str:
    """A moment as the time since then."""
    if abs(seconds) < 1:
        return "now"
    by, sign = _prefix(TIMES[:4], abs(seconds))
    text = f"{figure(round(abs(seconds) / by, 1))} {sign}"
    return f"{text} ago" if seconds > 0 else f"in {text}"
