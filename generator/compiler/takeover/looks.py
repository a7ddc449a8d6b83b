"""How an exported panel looks, in the keys of a spec, and what a spec has no key for.

Panels of Grafana 7 and before keep unit, axes and stacking elsewhere: both places are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler.dashboards import panels
from generator.compiler.takeover import colors, words
from generator.compiler.takeover.words import at, listed, number, said
from generator.ir.boards import PanelKind
from generator.spec.dashboard import TARGET
from generator.spec.types import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.takeover.words import Json

NEWEST = (None, "last", "lastNotNull", "current")
ASKED = {"logs": "loki", "traces": "tempo"}  # what answers a kind; Prometheus the rest
WITHOUT_UNIT = ("table", *ASKED)
NUMBERS = ("stat", "bars")
FINEST = "1m"  # of every panel that we write; see the emitter
AXIS = ("scaleDistribution", "type")
_DEFAULTS = ("fieldConfig", "defaults")
LOST = (
    (("fieldConfig", "overrides"), "its settings of single lines are left out"),
    (("transformations",), "its transformations are left out"),
    ((*_DEFAULTS, "mappings"), "its words for values are left out"),
    (("valueMaps",), "its words for values are left out"),
    ((*_DEFAULTS, "links"), "the links of its lines are left out"),
    (("thresholds",), "its bounds, as old panels have them, are left out"),
    (("alert",), "its alert is left out; write one into a pack"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """Keys of a spec, what is not as it was, and what its queries are to be multiplied by."""

    keys: Json
    notes: tuple[str, ...]
    scale: str = ""


def look(panel: Json, kind: str, measured: str) -> Look:
    """What differs from a panel of the kind; ``measured`` is the unit of what it asks, if known."""
    unit, scale, factor, told = _measure(panel, kind, measured)
    steps, of_steps = colors.steps(panel, kind, factor)
    axis, of_axis = _axis(panel, factor)
    links = list(_links(panel))
    made: Json = {
        "description": said(panel.get("description"))[:MAX_TEXT],
        "unit": "" if kind in WITHOUT_UNIT else unit,
        "kind": "" if kind == "graph" else kind,
        **_size(panel, kind),
        **axis,
        "stacked": kind == "graph" and _stacked(panel),
        "steps": steps,
        "links": [each for each in links if isinstance(each, dict)],
    }
    keys = {k: v for k, v in made.items() if v is not None and v is not False and v not in ("", [])}
    left = [each for each in links if isinstance(each, str)]
    return Look(keys, (*told, *of_axis, *of_steps, *left, *_lost(panel, kind)), scale)


def _measure(panel: Json, kind: str, measured: str) -> tuple[str, str, float, list[str]]:
    """The unit, what queries and bounds are to be taken times, and what is not as it was."""
    theirs = _unit(panel, kind)
    if kind == "heatmap" and theirs in words.NO_UNIT:
        return measured or "count", "", 1, []
    if theirs in words.UNITS:
        return words.UNITS[theirs], "", 1, []
    if theirs not in words.SCALED:
        return "count", "", 1, [f"its unit {theirs} is shown as a count"]
    unit, times, over = words.SCALED[theirs]
    scale, how = (f"* {times}", f"multiplied by {times}")
    if over > 1:
        scale, how = (f"/ {over}", f"divided by {over}")
    return unit, scale, times / over, [f"its unit {theirs} becomes {unit}: its queries are {how}"]


def _size(panel: Json, kind: str) -> Json:
    width, height = panels.SIZES.get(PanelKind(kind), panels.SIZE)
    span, decimals = panel.get("span"), at(panel, "fieldConfig", "defaults", "decimals")
    columns = span * 2 if isinstance(span, int) else at(panel, "gridPos", "w")  # of 12, of old
    return {
        "width": _other(columns, width, 1, 24),
        "height": _other(at(panel, "gridPos", "h"), height, 2, 40),
        "decimals": _other(panel.get("decimals") if decimals is None else decimals, None, 0, 10),
    }


def _axis(panel: Json, factor: float) -> tuple[Json, list[str]]:
    low, high = (_end(panel, end, factor) for end in ("min", "max"))
    if low is not None and high is not None and low >= high:
        return {}, [f"its axis from {low} to {high} is left to Grafana"]
    return {"low": low, "high": high}, []


def _unit(panel: Json, kind: str) -> str:
    if kind in WITHOUT_UNIT:
        return ""
    axes = listed(panel.get("yaxes"))
    places = (
        at(panel, "fieldConfig", "defaults", "unit"),
        panel.get("format"),
        at(axes[0], "format") if axes else None,
    )
    if kind == "heatmap":  # the unit of a field is that of its cells
        places = (at(panel, "options", "yAxis", "unit"), at(panel, "yAxis", "format"), None)
    return next((found for each in places if (found := said(each))), "")


def _end(panel: Json, end: str, factor: float) -> float | None:
    """One end of the axis."""
    axes = listed(panel.get("yaxes"))
    found = number(at(panel, "fieldConfig", "defaults", end))
    if found is None and axes:
        found = number(axes[0].get(end))
    return None if found is None else colors.scaled(found, factor)


def _stacked(panel: Json) -> bool:
    mode = at(panel, "fieldConfig", "defaults", "custom", "stacking", "mode")
    return mode in ("normal", "percent") or panel.get("stack") is True


def _links(panel: Json) -> Iterator[Json | str]:
    """Links as a spec has them, or why they are left out."""
    for each in listed(panel.get("links")):
        url, title = said(each.get("url")), said(each.get("title"))
        if TARGET.fullmatch(url) and not url.startswith("/d/"):
            yield {"title": (title or url)[:MAX_TEXT], "url": url}
        elif url:
            yield f"its link to {url} is left out: it may lead to no board here"
        else:
            yield f"its link {title or 'without a name'} is left out: it has no address"


def _other(value: object, usual: int | None, low: int, high: int) -> int | None:
    """A whole number within bounds, if it is not the usual one."""
    found = number(value)
    kept = None if found is None else min(max(int(found), low), high)
    return None if kept == usual else kept


def _lost(panel: Json, kind: str) -> Iterator[str]:
    """What a panel has that a spec has no word for."""
    yield from (what for path, what in LOST if at(panel, *path))
    yield from _times(panel)
    yield from _drawn(panel, kind)
    yield from _calculated(panel, kind)
    for key in ("title", "description"):
        if len(said(panel.get(key))) > MAX_TEXT:
            yield f"its {key} ends after {MAX_TEXT} signs"


def _times(panel: Json) -> Iterator[str]:
    if panel.get("repeat"):
        yield f"it stands here once, not for each value of {said(str(panel['repeat']))}"
    if panel.get("timeFrom") or panel.get("timeShift"):
        yield "its own time range is left out"
    for found in (panel, *listed(panel.get("targets"))):
        if (step := said(found.get("interval"))) not in ("", FINEST):
            yield f"its shortest step between two points is {FINEST}, not {step}"


def _drawn(panel: Json, kind: str) -> Iterator[str]:
    custom = at(panel, "fieldConfig", "defaults", "custom")
    scales = [each.get("logBase") for each in listed(panel.get("yaxes"))[:1]]
    if any(each not in (None, 1, "linear") for each in (*scales, at(custom, *AXIS))):
        yield "its axis is not logarithmic here"
    if at(custom, "stacking", "mode") == "percent" or panel.get("percentage") is True:
        yield "its areas add up to their sum, not to 100 %"
    style = "bars" if panel.get("bars") is True else said(at(custom, "drawStyle"))
    if kind == "graph" and style not in ("", "line"):
        yield f"it is drawn as lines, not as {style}"
    if at(custom, "thresholdsStyle", "mode") not in (None, "off"):
        yield "its bounds are not drawn"


def _calculated(panel: Json, kind: str) -> Iterator[str]:
    """Which value of the time shown it was, if it was not the newest."""
    asked = at(panel, "options", "reduceOptions", "calcs")
    if panel.get("type") == "singlestat":
        asked = [panel.get("valueName", "avg")]
    calcs = [each for each in asked or () if each not in NEWEST] if isinstance(asked, list) else []
    if kind in NUMBERS and calcs:
        yield f"it shows the newest value, not the {said(str(calcs[0]))} of the time shown"
