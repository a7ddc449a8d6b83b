"""What Grafana calls things, in the words of a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]  # JSON has no narrower type
# Panels → kinds; the second word is what is told where they are not quite the same.
KINDS = {
    "timeseries": ("graph", ""),
    "graph": ("graph", ""),
    "stat": ("stat", ""),
    "singlestat": ("stat", ""),
    "gauge": ("stat", "a gauge becomes a number"),
    "bargauge": ("bars", ""),
    "piechart": ("bars", "a pie becomes bars"),
    "barchart": ("bars", "a bar chart becomes bars of the newest values"),
    "table": ("table", ""),
    "table-old": ("table", ""),
    "heatmap": ("heatmap", ""),
    "state-timeline": ("states", ""),
    "status-history": ("states", ""),
    "logs": ("logs", ""),
    "traces": ("traces", ""),
}
UNITS = {
    "": "count",
    "none": "count",
    "short": "count",
    "cps": "count/s",
    "s": "seconds",
    "ms": "milliseconds",
    "µs": "microseconds",
    "percentunit": "ratio",
    "percent": "percent",
    "bytes": "bytes",
    "decbytes": "bytes",
    "mbytes": "mebibytes",
    "Bps": "bytes/s",
    "binBps": "bytes/s",
    "reqps": "requests/s",
    "celsius": "celsius",
    "watt": "watts",
}
COLORS = {"green": "good", "red": "bad", "orange": "warning", "yellow": "warning"}
# What Grafana writes into a panel that nobody gave any.
DEFAULT_STEPS = ({"color": "green"}, {"color": "red", "from": 80})
COLORED = ("stat", "bars", "states", "table")


def at(found: object, *path: str) -> Any:  # noqa: ANN401 - any JSON value
    """What stands at a path of keys; nothing where there is no such path."""
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def listed(found: object) -> list[Json]:
    """The objects of a list."""
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def said(found: object) -> str:
    """The text on one line, without what cannot be seen."""
    words = found.split() if isinstance(found, str) else ()
    return "".join(each for each in " ".join(words) if each.isprintable())


def steps(panel: Json) -> list[Json]:
    """The colours by value; none where Grafana put them in by itself."""
    found = at(panel, "fieldConfig", "defaults", "thresholds")
    if at(found, "mode") == "percentage":
        return []
    made = []
    for each in listed(at(found, "steps")):
        color = said(each.get("color")).removeprefix("dark-").removeprefix("semi-dark-")
        step: Json = {"color": COLORS.get(color, "neutral")}
        if isinstance(each.get("value"), int | float):
            step = {"from": each["value"], **step}
        made.append(step)
    default = [{**each, "color": COLORS[str(each["color"])]} for each in DEFAULT_STEPS]
    return [] if made in (default, default[:1]) else made


def lost(panel: Json) -> Iterator[str]:
    """What a panel has that a spec has no word for."""
    defaults = at(panel, "fieldConfig", "defaults")
    for found, what in (
        (at(panel, "fieldConfig", "overrides"), "overrides of single lines"),
        (panel.get("transformations"), "transformations"),
        (at(defaults, "mappings"), "values shown as words"),
        (at(defaults, "links"), "links of lines"),
        (panel.get("repeat"), "its repetition for each value of a variable"),
        (panel.get("alert"), "its alert; write one into a pack"),
        (panel.get("timeFrom") or panel.get("timeShift"), "a time range of its own"),
    ):
        if found:
            yield what
    style = at(defaults, "custom", "thresholdsStyle", "mode")
    if style not in (None, "off"):
        yield "lines of thresholds"
    if at(defaults, "thresholds", "mode") == "percentage":
        yield "colours by percentage"
