"""Values of counters: how often things happen on that day, and how often they go wrong."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from generator.preview.samples import models, stories
from generator.preview.samples.curves import around, day, noise, seed, summed
from generator.preview.samples.names import TROUBLED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Labels
    from generator.promql import SeriesType

BAD = re.compile(
    r"fail|(?:^|_)err|error|drop|reject|refus|discard|evict|(?:^|_)oom|throttl|kill|unschedul|stuck|"
    r"zombie|lost|miss|starv|retr(?:y|ies)|restart|xid|dead(?!line)|invalid|exceed|drift|paused|"
    r"unavailable|orphan|culled|conflict|limited|timeout|late(?!n|s)|lagg|[45]\d\d|[45]xx|crash|"
    r"degraded|outofsync|unknown|false|pending|suspend|abort|backoff|not_?ready|pressure|cancel|"
    r"overrun|(?:^|_)full|not_?found|null|outside|corrupt|skipped|waiting|broken|panic",
    re.IGNORECASE,
)
# Labels that say how something is or ended.
WORN = re.compile(
    r"(^|_)(phase|condition|status|reason|state|code|outcome|result|type|cause)(_class)?$"
)
# Per second.
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
WIDE = 0.7  # how far apart the quantiles of a histogram are
MEAN = math.exp(WIDE * WIDE / 2)  # of what is spread so, as a multiple of its middle
BEFORE = 5 * 3600  # seconds that a counter has counted before its first moment
KEPT = 20 * 86400  # likewise, of what is still there to be counted


def curve(series: SeriesType, labels: Labels, over: Grid) -> list[float]:
    """The values of a counter, oldest first."""
    rates = _rates(series, labels, over)
    if "le" in labels or series.name.endswith("_sum"):
        pairs = zip(rates, _middles(series, labels, over), strict=True)
        if "le" in labels:
            rates = [n * models.cumulative(labels["le"], middle, WIDE) for n, middle in pairs]
        elif stories.level(stories.written(series.name, labels)) is None:
            rates = [n * middle * MEAN for n, middle in pairs]
    kept = series.name in stories.COUNTED
    found = summed(over, rates, rates[0] * (KEPT if kept else BEFORE))
    whole = series.unit not in PARTS and not series.name.endswith("_sum")
    return [float(math.floor(each)) for each in found] if whole else found


def told(level: stories.Level, over: Grid, which: int) -> list[float]:
    """What a story says, as it goes on that day."""
    spread = 0.93 + which % 15 / 100 if level.swing else 1.0
    found = around(over, level.usual * spread, level.swing, level.wave, which)
    since = over.end - level.ago
    if not level.ago:
        return found
    return [level.then if at >= since else each for at, each in zip(over.times, found, strict=True)]


def number(series: SeriesType, labels: Labels) -> int:
    """A number of its own; the same for the parts of one histogram or summary."""
    kept = (
        f"{key}={value}" for key, value in sorted(labels.items()) if key not in {"le", "quantile"}
    )
    name = stories.COUNTED.get(series.name, series.name)
    return seed(re.sub(r"_(bucket|sum|count)$", "", name), *kept)


def bad(series: SeriesType, labels: Labels) -> bool:
    """Whether it counts what went wrong."""
    words = [value for label, value in labels.items() if WORN.search(label)]
    return any(BAD.search(each) for each in (series.name, *words))


def troubled(series: SeriesType, labels: Labels) -> bool:
    """Whether it is about something in trouble; the pod of a node's series only measures it."""
    about = not series.name.startswith(("kube_node", "node_", "DCGM_", "gpu:"))
    return about and not TROUBLED.isdisjoint(labels.values())


def _rates(series: SeriesType, labels: Labels, over: Grid) -> list[float]:
    """How often, per second, at each moment."""
    which = number(series, labels)
    if level := stories.level(stories.written(series.name, labels)):
        return told(level, over, which)
    unit = "observations" if series.name.endswith(("_bucket", "_count", "_sum")) else series.unit
    usual = _events(series) if unit == "observations" else RATES.get(unit, SLOW)
    usual *= 0.5 + which % 100 / 80
    if bad(series, labels):
        usual = min(usual, 0.6) * (0.05 if troubled(series, labels) else 0.001)
    return around(over, usual, 0.12, 0.7, which)


def _middles(series: SeriesType, labels: Labels, over: Grid) -> Sequence[float]:
    """What half of a histogram is below, at each moment: more by day, and never quite the same."""
    which = number(series, labels)
    middle = _middle(series, which)
    pairs = zip(day(over), noise(over, (which + 3) % 8), strict=True)
    return [middle * (0.85 + 0.3 * up + 0.12 * wobble) for up, wobble in pairs]


def _events(series: SeriesType) -> float:
    """What a histogram counts, per second."""
    return SLOW if SELDOM.search(series.name) else RATES["observations"]


def _middle(series: SeriesType, which: int) -> float:
    """Half of what a histogram counts is below."""
    if found := stories.middle(series.name):
        return found
    if SELDOM.search(series.name):
        return 1.5 if series.name.endswith("_bucket") else 200.0 + which % 900
    if "second" in series.name or series.unit == "seconds":
        return 0.03 + which % 40 / 1000
    return 0.7 if series.unit == "ratio" else 20.0
