"""Values of any series of the catalogue, by its type, its unit and its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.preview.samples import counters, curves, fleet, stories, words
from generator.preview.samples.curves import around
from generator.promql import MetricType

if TYPE_CHECKING:
    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Labels, Platform
    from generator.promql import SeriesType

WHY = ("CrashLoopBackOff", "OOMKilled")  # those in trouble wait or ended
# Of gauges: the level, how it wobbles, and how much of it is the day's.
LEVELS = {
    "seconds": (0.4, 0.2, 0.5),
    "milliseconds": (38.0, 0.2, 0.5),
    "microseconds": (900.0, 0.2, 0.5),
    "bytes": (1.4e9, 0.06, 0.2),
    "mebibytes": (9200.0, 0.04, 0.25),
    "ratio": (0.46, 0.1, 0.5),
    "percent": (54.0, 0.12, 0.5),
    "celsius": (63.0, 0.05, 0.15),
    "watts": (212.0, 0.1, 0.4),
    "series": (6.4e5, 0.02, 0.1),
    "samples": (2100.0, 0.03, 0.1),
    "cores": (3.0, 0.1, 0.3),
}
OF_RESOURCES = {"memory": (6.4e9, 0.0, 0.0), "cpu": (2.0, 0.0, 0.0)}
QUANTILES = {"0.5": 0.4, "0.99": 1.9}
TOPS = {"ratio": 0.97, "percent": 97.0}


def curve(series: SeriesType, labels: Labels, platform: Platform, over: Grid) -> list[float] | None:
    """The values of one series, oldest first; none where there is no such series."""
    stated = platform.stated_value(series.name, labels)
    if stated is not None:
        return [stated] * len(over.times)
    if stories.absent(stories.written(series.name, labels)):
        return None
    if series.name == "model:identity":
        return _identity(labels, platform, over)
    if "model_name" in labels and platform.names:
        try:
            return fleet.curve(series.name, labels, platform, over)
        except KeyError:
            pass
    ended = series.name in stories.COUNTED and labels.get("status") != "RUNNING"
    if series.type is MetricType.COUNTER or ended:
        return counters.curve(series, labels, over)
    return _gauge(series, labels, over)


def _identity(labels: Labels, platform: Platform, over: Grid) -> list[float] | None:
    fits = labels.items() <= platform.model(labels["model_name"]).items()
    return [1.0] * len(over.times) if fits else None


def _gauge(series: SeriesType, labels: Labels, over: Grid) -> list[float] | None:
    """Of moments, of what is or is not, of amounts, and of things that are counted."""
    if series.unit == "timestamp" or "timestamp" in series.name:
        return _times(series.name, labels, over, counters.number(series, labels))
    if not _exists(series, labels):
        return None
    if told := _told(series, labels, over):
        return told
    held = _held(series, labels)
    return _amount(series, labels, over) if held is None else [held] * len(over.times)


def _told(series: SeriesType, labels: Labels, over: Grid) -> list[float] | None:
    """What the stories say of it."""
    text = stories.written(series.name, labels)
    if found := stories.age(text):
        return [float((at - found[1]) % found[0] + 45) for at in over.times]
    level = stories.level(text)
    if level is None:
        return None
    times = QUANTILES.get(labels.get("quantile", ""), 1.0)
    values = [each * times for each in counters.told(level, over, counters.number(series, labels))]
    whole = series.unit not in LEVELS
    return [float(round(each)) for each in values] if whole else values


def _exists(series: SeriesType, labels: Labels) -> bool:
    """Whether there is such a series: some are there only while something is wrong."""
    if _waiting(series.name):
        return counters.troubled(series, labels) and labels.get("reason", WHY[0]) in WHY
    if "xid" in series.name.lower():
        return words.FAULTY.items() <= labels.items()
    if words.sets(series.name):
        return True
    chosen = counters.number(series, labels) % 7 == 0
    return series.unit != "info" or chosen or not counters.bad(series, labels)


def _waiting(name: str) -> bool:
    return "waiting" in name or name.endswith("_reason")


def _held(series: SeriesType, labels: Labels) -> float | None:
    """The value of what is or is not; nothing for an amount."""
    troubled = counters.troubled(series, labels)
    if troubled and series.name.endswith("_ready"):
        return 0.0
    if series.name.endswith("_unschedulable"):
        return float(labels.get("pod") == words.WAITS and "node_" not in series.name)
    if "phase" in labels and "pod" in labels:
        return float(labels["phase"] == ("Pending" if words.WAITS in labels["pod"] else "Running"))
    if _waiting(series.name) or "xid" in series.name.lower() or series.unit == "info":
        return 1.0
    if series.unit == "bool" or series.name == "up":
        return float(troubled if counters.bad(series, labels) else True)
    return None


def _amount(series: SeriesType, labels: Labels, over: Grid) -> list[float]:
    bad, number = counters.bad(series, labels), counters.number(series, labels)
    level, wobble, wave = _level(series, labels)
    if not level:
        return _seldom(over, number) if bad else _counted(over, 2 + number % 9)
    if bad and series.unit in ("series", "samples"):
        return _seldom(over, number)
    if bad and series.unit in TOPS:
        return around(over, level * 0.02, 0.4, 0.2, number)
    level *= QUANTILES.get(labels.get("quantile", ""), 1.0) * (0.55 + number % 90 / 100)
    found = around(over, level, wobble, wave, number)
    return [min(each, TOPS.get(series.unit, each)) for each in found]


def _times(name: str, labels: Labels, over: Grid, number: int) -> list[float]:
    """Moments that something happened at last, long ago, or again and again."""
    if since := stories.since(stories.written(name, labels)):
        return [float(over.end - since)] * len(over.times)
    if "cronjob" in name:
        every, late = stories.SCHEDULES.get(labels.get("cronjob", ""), (3600, 0))
        if "next" in name:
            return [float(at - (at - late) % every + every) for at in over.times]
        return [float(at - (at - late - stories.TAKES) % every) for at in over.times]
    if re.search(r"lowest|oldest(?!_running)|created|start_time|reload|config", name):
        return [float(over.end - 86400 * (2 + number % 12))] * len(over.times)
    again = re.search(r"success|heartbeat|scrape|refresh|poll|sync", name)
    age = 110 if again else 900 + number % 7 * 1800
    if "evaluation" in name:
        age = 60  # as often as rules are asked
    if part := re.search(r"highest(_sent)?", name):
        return [float(at - (3 + number % 3 if part[1] else 1)) for at in over.times]
    return [float(at - (at - number % 900) % age) for at in over.times]


def _level(series: SeriesType, labels: Labels) -> tuple[float, float, float]:
    """How high a gauge stands, how it wobbles, and how much of it is the day's."""
    if "resource" in labels and series.name.startswith("kube_"):
        return OF_RESOURCES.get(labels["resource"], (1.0, 0.0, 0.0))
    if series.unit == "seconds" and re.search(
        r"(?:^|[_:])(age|fresh|stale|since|uptime)", series.name
    ):
        return 1800.0, 0.1, 0.2
    if series.unit == "bytes" and re.search(
        r"total|capacity|size|limit|allocatable", series.name.lower()
    ):
        return 6.4e10, 0.0, 0.0
    return LEVELS.get(series.unit, (0.0, 0.0, 0.0))


def _seldom(over: Grid, number: int) -> list[float]:
    """Mostly nought; now and then one or two."""
    return [float(max(0, round(each * 1.3 - 0.55))) for each in curves.noise(over, number % 8)]


def _counted(over: Grid, level: int) -> list[float]:
    """A few of something, more of them by day."""
    pairs = zip(curves.day(over), curves.noise(over, level % 8), strict=True)
    return [float(max(0, round(level * (0.7 + 0.5 * up) + 0.6 * more))) for up, more in pairs]
