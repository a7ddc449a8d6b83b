"""Colours by value: Grafana's shades as what they mean."""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING

from generator.compiler.takeover.words import at, listed, number, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.takeover.words import Json

NAMES = {"green": "good", "red": "bad", "orange": "warning", "yellow": "warning"}
NEUTRAL = ("", "text", "transparent", "white", "gray", "grey", "black")
# What Grafana, or we, write into a panel that nobody gave any.
NOBODY_S = (
    [{"color": "good"}, {"from": 80, "color": "bad"}],
    [{"color": "good"}],
    [{"color": "neutral"}],
)
LOWEST = float("-inf")
COLORED = ("stat", "bars", "states", "table")
RED, YELLOW, GREEN = 20, 70, 170  # degrees around the circle of hues, where each ends
FADED = 0.15  # of full colour: grey to the eye
_SHADE = re.compile(r"^(?:semi-dark|super-light|dark|light)-")
_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})(?:[0-9a-f]{2})?", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^()]*)?\)")


def steps(panel: Json, kind: str, factor: float) -> tuple[list[Json], list[str]]:
    """The steps in rising order, none where nobody chose any; and what is not as it was.

    Below its second step Grafana shows the first, whatever the first says.
    """
    found = at(panel, "fieldConfig", "defaults", "thresholds")
    if kind not in COLORED:
        return [], []
    if at(found, "mode") == "percentage":
        return [], ["its colours by percentage are left out"]
    told: list[str] = []
    read = sorted(_read(listed(at(found, "steps")), told), key=lambda step: step[0])
    rising = dict([(LOWEST, read[0][1]), *read[1:]]) if read else {}
    made = [
        {"color": color} if bound == LOWEST else {"from": scaled(bound, factor), "color": color}
        for bound, color in rising.items()
    ]
    return ([], told) if made in NOBODY_S else (made, told)


def _read(found: list[Json], told: list[str]) -> Iterator[tuple[float, str]]:
    """From where on there is which colour."""
    for each in found:
        text, value = said(each.get("color")), each.get("value")
        bound = number(value)
        if bound is None and value is not None:
            plain = isinstance(value, bool) or not isinstance(value, int | float)
            wrong = said(str(value))[:40] if plain else f"{value:g}"
            told.append(f"its colour from {wrong} on is left out")
            continue
        if (color := meaning(text)) is None:
            told.append(f"its colour {text} is shown as neutral")
        yield LOWEST if bound is None else bound, color or "neutral"


def meaning(color: str) -> str | None:
    """What a colour means; nothing where it means nothing to us."""
    name = _SHADE.sub("", color)
    if name in NEUTRAL:
        return "neutral"
    if mixed := _HEX.fullmatch(color):
        return _of_hue(*(int(each, 16) for each in mixed.groups()))
    if mixed := _RGB.fullmatch(color):
        return _of_hue(*(min(int(each), 255) for each in mixed.groups()))
    return NAMES.get(name)


def _of_hue(red: int, green: int, blue: int) -> str | None:
    hue, saturation, _ = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    degrees = hue * 360
    if saturation < FADED:
        return "neutral"
    if degrees < RED or degrees > 360 - RED:
        return "bad"
    return "warning" if degrees < YELLOW else "good" if degrees < GREEN else None


def scaled(value: float, factor: float) -> float:
    """A number in the measure of a spec."""
    found = round(value * factor, 12)
    return int(found) if found == int(found) else found
