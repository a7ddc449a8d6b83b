"""Values of any series of the catalogue, by its type, its unit and its words."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from generator.preview.samples import curves, fleet, models
from generator.preview.samples.curves import around, seed, summed
from generator.preview.samples.names import TROUBLED
from generator.promql import MetricType

if TYPE_CHECKING:
    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Labels, Platform
    from generator.promql import SeriesType

BAD = re.compile(
    r"fail|(?:^|_)err|error|drop|reject|refus|discard|evict|(?:^|_)oom|throttl|kill|unschedul|stuck|"
    r"zombie|lost|miss|starv|retr(?:y|ies)|restart|xid|dead(?!line)|invalid|exceed|drift|paused|"
    r"unavailable|orphan|culled|conflict|limited|timeout|late(?!n|s)|lagg|[45]\d\d|[45]xx|crash|"
    r"degraded|outofsync|unknown|false|pending|suspend|abort|backoff|not_?ready|pressure|cancel|"
    r"overrun|(?:^|_)full|not_?found|null|outside|corrupt|skipped|waiting|broken|panic",
    re.IGNORECASE,
)
WORN = (  # labels that say how something is or ended
    *("phase", "condition", "status", "reason", "health_status", "sync_status", "state", "code"),
    *("outcome", "result", "type", "status_code", "response_code", "response_code_class"),
)
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
# Of counters, per second.
RATES = {
    "seconds": 0.35,
    "bytes": 2.4e6,
    "requests": 9.0,
    "observations": 4.0,
    "samples": 2800.0,
    "spans": 140.0,
    "lines": 35.0,
    "ratio": 2.0,
}
PARTS = ("seconds", "bytes", "ratio")  # counted in fractions
SELDOM = re.compile(
    r"dagrun|dag_run|_run_duration|task_duration|materializ|workflow|compaction|sync_"
)
SLOW = 0.02  # whatever else is counted, per second


def curve(series: SeriesType, labels: Labels, platform: Platform, over: Grid) -> list[float] | None:
    """The values of one series, oldest first; none where there is no such series."""
    stated = platform.stated_value(series.name, labels)
    if stated is not None:
        return [stated] * len(over.times)
    if series.name == "model:identity":
        return _identity(labels, platform, over)
    if "model_name" in labels and platform.names:
        try:
            return fleet.curve(series.name, labels, platform, over)
        except KeyError:
            pass
    if series.type is MetricType.COUNTER:
        return _counter(series, labels, over)
    return _gauge(series, labels, over)


def _identity(labels: Labels, platform: Platform, over: Grid) -> list[float] | None:
    fits = labels.items() <= platform.model(labels["model_name"]).items()
    return [1.0] * len(over.times) if fits else None


def _number(series: SeriesType, labels: Labels) -> int:
    kept = (
        f"{key}={value}" for key, value in sorted(labels.items()) if key not in {"le", "quantile"}
    )
    return seed(re.sub(r"_(bucket|sum|count)$", "", series.name), *kept)


def _bad(series: SeriesType, labels: Labels) -> bool:
    words = [labels[key] for key in WORN if key in labels]
    return any(BAD.search(each) for each in (series.name, *words))


def _troubled(series: SeriesType, labels: Labels) -> bool:
    """Whether it is about something in trouble; the pod of a node's series only measures it."""
    about = not series.name.startswith(("kube_node", "node_"))
    return about and not TROUBLED.isdisjoint(labels.values())


def _counter(series: SeriesType, labels: Labels, over: Grid) -> list[float]:
    number = _number(series, labels)
    troubled = _troubled(series, labels)
    unit = "observations" if series.name.endswith(("_bucket", "_count")) else series.unit
    level = _events(series) if unit == "observations" else RATES.get(unit, SLOW)
    level *= 0.5 + number % 100 / 80
    if _bad(series, labels):
        level = min(level, 0.6) * (0.05 if troubled else 0.001)
    if "le" in labels:
        middle = _middle(series, number)
        level *= models.cumulative(labels["le"], middle)
    elif series.name.endswith("_sum"):
        level = _events(series) * (0.5 + number % 100 / 80) * _middle(series, number) * 1.28
    found = summed(over, around(over, level, 0.12, 0.7, number), level * 3600 * 5)
    whole = series.unit not in PARTS and not series.name.endswith("_sum")
    return [float(math.floor(each)) for each in found] if whole else found


def _events(series: SeriesType) -> float:
    """What a histogram counts, per second."""
    return SLOW if SELDOM.search(series.name) else RATES["observations"]


def _middle(series: SeriesType, number: int) -> float:
    """Half of what a histogram counts is below."""
    if SELDOM.search(series.name):
        return 1.5 if series.name.endswith("_bucket") else 200.0 + number % 900
    if "second" in series.name:
        return 0.03 + number % 40 / 1000
    return 0.7 if series.unit == "ratio" else 20.0


def _gauge(series: SeriesType, labels: Labels, over: Grid) -> list[float] | None:
    """Of moments, of what is or is not, of amounts, and of things that are counted."""
    if series.unit == "timestamp" or "timestamp" in series.name:
        return _times(series.name, over, _number(series, labels))
    if not _exists(series, labels):
        return None
    held = _held(series, labels)
    return _amount(series, labels, over) if held is None else [held] * len(over.times)


def _exists(series: SeriesType, labels: Labels) -> bool:
    """Whether there is such a series: some are there only while something is wrong."""
    if _waiting(series.name):
        return _troubled(series, labels) and labels.get("reason", WHY[0]) in WHY
    if "xid" in series.name.lower():
        return labels.get("gpu") == "1" and labels.get("err_code") == "74"
    return series.unit != "info" or not _bad(series, labels) or _number(series, labels) % 7 == 0


def _waiting(name: str) -> bool:
    return "waiting" in name or name.endswith("_reason")


def _held(series: SeriesType, labels: Labels) -> float | None:
    """The value of what is or is not; nothing for an amount."""
    troubled = _troubled(series, labels)
    if "phase" in labels and "pod" in labels:
        return float(labels["phase"] == ("Pending" if troubled else "Running"))
    if _waiting(series.name) or "xid" in series.name.lower() or series.unit == "info":
        return 1.0
    if series.unit == "bool" or series.name == "up":
        return float(troubled if _bad(series, labels) else True)
    return None


def _amount(series: SeriesType, labels: Labels, over: Grid) -> list[float]:
    bad, number = _bad(series, labels), _number(series, labels)
    level, wobble, wave = _level(series, labels)
    if not level:
        return _seldom(over, number) if bad else _counted(over, 2 + number % 9)
    if bad and series.unit in TOPS:
        return around(over, level * 0.02, 0.4, 0.2, number)
    level *= QUANTILES.get(labels.get("quantile", ""), 1.0) * (0.55 + number % 90 / 100)
    found = around(over, level, wobble, wave, number)
    return [min(each, TOPS.get(series.unit, each)) for each in found]


def _times(name: str, over: Grid, number: int) -> list[float]:
    """Moments that something happened at last, long ago, or again and again."""
    if re.search(r"lowest|oldest(?!_running)|created|start_time|reload|config", name):
        return [float(over.end - 86400 * (2 + number % 12))] * len(over.times)
    again = re.search(r"success|heartbeat|scrape|refresh|poll|sync|highest|sent|evaluation", name)
    age = 110 if again else 900 + number % 7 * 1800
    if re.search(r"highest|sent", name):
        return [float(at - 2 - number % 9) for at in over.times]
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
