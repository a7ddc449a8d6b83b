"""What Grafana calls things, in the words of a spec."""

from __future__ import annotations

import re
from typing import Any

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
NO_UNIT = ("", "none", "short")  # what Grafana has where nobody chose
UNITS = {
    **dict.fromkeys((*NO_UNIT, "sishort", "locale", "string"), "count"),
    **dict.fromkeys(("cps", "ops", "rps", "wps", "iops", "eps", "mps", "recps"), "count/s"),
    **dict.fromkeys(("rowsps", "pps"), "count/s"),
    **dict.fromkeys(("s", "dtdurations", "dthms", "clocks"), "seconds"),
    **dict.fromkeys(("ms", "dtdurationms", "clockms"), "milliseconds"),
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
_BITS, _RATE, _TIME = ("bytes", 1, 8), ("bytes/s", 1, 8), ("timestamp", 1, 1000)
# Units that a spec has in another measure: (its unit, times, divided by).
SCALED = {
    "ns": ("seconds", 1, 10**9),
    "m": ("seconds", 60, 1),
    "h": ("seconds", 3600, 1),
    "d": ("seconds", 86400, 1),
    **dict.fromkeys(("bits", "decbits"), _BITS),
    **dict.fromkeys(("bps", "binbps"), _RATE),
    **{
        f"{sign}bytes": ("bytes", 2**power, 1)
        for sign, power in zip("kgt", (10, 30, 40), strict=True)
    },
    **{
        f"dec{sign}bytes": ("bytes", 10**power, 1)
        for sign, power in zip("kmg", (3, 6, 9), strict=True)
    },
    **{
        f"{sign}Bs": ("bytes/s", 10**power, 1) for sign, power in zip("KMG", (3, 6, 9), strict=True)
    },
    **{
        f"{sign}iBs": ("bytes/s", 2**power, 1)
        for sign, power in zip("KMG", (10, 20, 30), strict=True)
    },
    **{
        f"{sign}bits": ("bytes/s", 10**power // 8, 1)
        for sign, power in zip("KMG", (3, 6, 9), strict=True)
    },
    **dict.fromkeys(("cpm", "opm", "rpm", "wpm"), ("count/s", 1, 60)),
    "reqpm": ("requests/s", 1, 60),
    **dict.fromkeys(("dateTimeAsIso", "dateTimeAsUS", "dateTimeAsLocal", "dateTimeFromNow"), _TIME),
}
LARGEST, SMALLEST = 1e15, 1e-9  # no axis and no bound that people chose is beyond
_WHOLE = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


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


def number(found: object) -> float | None:
    """A number that somebody can have meant; old boards have them as text."""
    if isinstance(found, str) and _WHOLE.fullmatch(found.strip()):
        found = float(found)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    if found == 0 or SMALLEST <= abs(found) <= LARGEST:
        return int(found) if found == int(found) else found
    return None
