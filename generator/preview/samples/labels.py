"""Label sets: values that queries ask for, else those that the packs' cases have."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from generator.catalog.metric import TARGET_LABELS
from generator.preview.samples.names import NAMES, placed, things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.catalog import Pack
    from generator.preview.samples.wanted import Wanted
    from generator.promql import SeriesType

_CASE = re.compile(r"^([a-zA-Z_:][\w:]*)\{(.*)\}$", re.ASCII | re.DOTALL)
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"', re.ASCII)
MOST = 36  # series of one name
ALIKE = 6  # letters that the names of series of one system share
NEVER = ("hostname",)  # DCGM has one of Hostname and hostname
EACH = 4  # values of a label that is shown
BOUNDS = {
    "seconds": ("0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"),
    "ratio": ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0", "+Inf"),
    "": ("1.0", "5.0", "10.0", "50.0", "100.0", "500.0", "1000.0", "+Inf"),
}
QUANTILES = ("0.5", "0.9", "0.99")
Labels = dict[str, str]
Pool = dict[str, Counter[str]]


class Values:
    """What labels are called: by the queries, by this platform, else by the packs' cases."""

    def __init__(
        self, packs: Sequence[Pack], models: Mapping[str, Labels], asked: Mapping[str, Wanted]
    ) -> None:
        self._models = models
        self._of: dict[str, Pool] = defaultdict(lambda: defaultdict(Counter))
        self._any: Pool = defaultdict(Counter)
        self._asked = {each.name: each.matched for each in asked.values()}
        self._systems = frozenset(pack.name for pack in packs)
        for pack in packs:
            for signal in pack.signals:
                for label, value in signal.static:
                    self._of[signal.record][label][value] += 1
            for text in _series(pack):
                if found := _CASE.match(text):
                    for label, value in _LABEL.findall(found[2]):
                        self._of[found[1]][label][value] += 1
                        self._any[label][value] += 1

    def sets(self, series: SeriesType, asked: Wanted) -> list[Labels]:
        """The label sets of one name."""
        kept, parts = [self._of_models(series)], list(self._things(series, asked))
        given = {label for part in (*kept, *parts) for each in part for label in each}
        for label in sorted(series.labels - given - {"le", *NEVER}):
            if found := self._label(series, label, asked):
                part = kept if asked.matched.get(label) else parts
                part.append([{label: value} for value in found])
        chosen = itertools.product(*kept, *_fewer(parts, kept[1:]))
        plain = _different(_joined(each, series) for each in chosen)
        if "le" not in series.labels:
            return plain
        return [{**each, "le": le} for each in plain for le in _bounds(series)]

    def _of_models(self, series: SeriesType) -> list[Labels]:
        """Each model with what the spec says of it, as far as the series has such labels."""
        if "model_name" not in series.labels:
            return [{}]
        return [
            {label: value for label, value in each.items() if label in series.labels}
            for each in self._models.values()
        ]

    def _things(self, series: SeriesType, asked: Wanted) -> Iterator[list[Labels]]:
        """Things of which the series shows a label: a set of labels for each of them."""
        named = {label for label, values in asked.matched.items() if values}
        for rows in things(series.name, self._systems):
            has = series.labels.intersection(rows[0]) - named
            found: dict[tuple[str, ...], Labels] = {}
            for each in rows:
                key = tuple(each[label] for label in sorted(has & asked.shown))
                found.setdefault(key, {label: each[label] for label in has})
            if has:
                yield list(found.values())

    def _label(self, series: SeriesType, label: str, asked: Wanted) -> tuple[str, ...]:
        if label == "quantile":
            return QUANTILES
        named = tuple(sorted(asked.matched.get(label, ())))
        own = _often(self._of[series.name][label])
        other = NAMES.get(label) or (own if label not in TARGET_LABELS else ())
        if label not in asked.shown:
            other = other or _often(self._any[label])
            return tuple(dict.fromkeys((*named, *other[:1])))
        found = dict.fromkeys((*named, *(other or self._shared(series.name, label))))
        return tuple(found)[: max(EACH, len(named) + 1)]

    def _shared(self, name: str, label: str) -> tuple[str, ...]:
        """What the label is called in the series that is most like this one, else in any."""
        like = [
            *(each for each, pool in self._of.items() if pool.get(label)),
            *(each for each, pool in self._asked.items() if pool.get(label)),
        ]
        nearest = max(like, key=lambda each: _alike(each, name), default="")
        if _alike(nearest, name) >= ALIKE:
            found = _often(self._of[nearest][label])
            return (*found, *sorted(self._asked.get(nearest, {}).get(label, ())))
        return _often(self._any[label])[:2] or (f"{label}-a", f"{label}-b")


def _alike(one: str, other: str) -> int:
    """How many letters two names begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _bounds(series: SeriesType) -> tuple[str, ...]:
    seconds = "second" in series.name or "latency" in series.name
    return BOUNDS["seconds" if seconds else series.unit if series.unit in BOUNDS else ""]


def _joined(parts: Iterable[Labels], series: SeriesType) -> Labels:
    found = {label: value for part in parts for label, value in part.items()}
    ours = series.name == "up" or "model_name" in found
    return placed(found) if ours else found


def _different(found: Iterable[Labels]) -> list[Labels]:
    """Each label set once."""
    return list({tuple(sorted(each.items())): each for each in found}.values())


def _series(pack: Pack) -> Iterator[str]:
    for alert in pack.alerts:
        for case in alert.cases:
            yield from case.series
    for signal_case in pack.cases:
        yield from signal_case.series


def _often(found: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted((each for each in found if each), key=lambda each: (-found[each], each)))


def _fewer(parts: list[list[Labels]], kept: list[list[Labels]]) -> list[list[Labels]]:
    """No more label sets than a board can show; what queries ask for by name stays."""
    found, most = list(parts), MOST / math.prod(len(each) for each in kept)
    while math.prod(len(each) for each in found) > max(most, 1):
        longest = max(range(len(found)), key=lambda index: len(found[index]))
        found[longest] = found[longest][:-1]
    return found
