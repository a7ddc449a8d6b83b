"""Label sets: values that queries ask for, else those that the packs' cases have."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from generator.catalog.metric import TARGET_LABELS
from generator.preview.samples import stories, words
from generator.preview.samples.names import NAMES, placed, system_of, things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.catalog import Pack
    from generator.preview.samples.wanted import Wanted
    from generator.promql import SeriesType

_CASE = re.compile(r"^([a-zA-Z_:][\w:]*)\{(.*)\}$", re.ASCII | re.DOTALL)
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"', re.ASCII)
LONG = 5  # seconds, from which on a histogram has the longer bounds
MOST = 36  # series of one name
ALIKE = 6  # letters that the names of series of one system share
NEVER = ("hostname",)  # DCGM has one of Hostname and hostname
EACH = 4  # values of a label that is shown
ALONE = ("job", "instance")  # labels of which a series has one value
OF_SPECS = frozenset({"slo", "metric"})  # labels of which the specs have all values
BOUNDS = {
    "seconds": (
        *("0.005", "0.01", "0.025", "0.05", "0.1", "0.15", "0.2", "0.25", "0.5", "1.0", "2.5"),
        *("5.0", "10.0", "+Inf"),
    ),
    "long": ("1.0", "5.0", "10.0", "30.0", "60.0", "120.0", "300.0", "600.0", "+Inf"),
    "ratio": ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0", "+Inf"),
    "": ("1.0", "5.0", "10.0", "50.0", "100.0", "500.0", "1000.0", "+Inf"),
}
QUANTILES = ("0.5", "0.9", "0.99")
Labels = dict[str, str]
Pool = dict[str, Counter[str]]


class Values:
    """What labels are called: by the queries, by this platform, else by the packs' cases."""

    def __init__(
        self,
        packs: Sequence[Pack],
        models: Mapping[str, Labels],
        asked: Mapping[str, Wanted],
        stated: Mapping[str, Iterable[tuple[Labels, float]]],
    ) -> None:
        """``stated`` are the constants that the specs compile to."""
        self._models = models
        self._spec: dict[str, set[str]] = defaultdict(set)
        self._spec["quantile"].update(QUANTILES)
        for labels, _ in itertools.chain.from_iterable(stated.values()):
            for label in OF_SPECS.intersection(labels):
                self._spec[label].add(labels[label])
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
        known = self._known(series)
        kept = [known or self._of_models(series)]
        parts = [] if known else list(self._things(series, asked))
        given = {label for part in (*kept, *parts) for each in part for label in each}
        for label in sorted(series.labels - given - {"le", *NEVER}):
            if found := self._label(series, label, asked):
                part = kept if asked.matched.get(label) else parts
                part.append([{label: value} for value in found])
        chosen = itertools.product(*kept, *_fewer(parts, kept[1:]))
        joined = ({k: v for part in parts for k, v in part.items()} for parts in chosen)
        if known:
            plain = _different(joined)
        else:
            plain = _different(each for labels in joined for each in placed(series.name, labels))
        if "le" not in series.labels:
            return plain
        return [{**each, "le": le} for each in plain for le in _bounds(series)]

    def _known(self, series: SeriesType) -> list[Labels]:
        """The sets of labels that it is known to have, of models that there are."""
        rows = words.sets(series.name)
        return _different(
            {label: value for label, value in each.items() if label in series.labels}
            for each in rows
            if each.get("model_name", next(iter(self._models), "")) in {"", *self._models}
        )

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
        if label in self._spec:
            return tuple(sorted(self._spec[label]))
        named = tuple(sorted(asked.matched.get(label, ())))
        is_shown = label in asked.shown
        if told := words.values(series.name, label):
            every = is_shown or label in asked.matched
            return tuple(dict.fromkeys((*named, *(told if every else told[:1]))))
        if label in ALONE:
            return named or (system_of(series.name),)
        own = _often(self._of[series.name][label])
        other = NAMES.get(label) or (own if label not in TARGET_LABELS else ())
        if not is_shown:
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
    if series.unit != "seconds" and "second" not in series.name and "latency" not in series.name:
        return BOUNDS.get(series.unit, BOUNDS[""])
    return BOUNDS["seconds" if (stories.middle(series.name) or 0) < LONG else "long"]


def _different(found: Iterable[Labels]) -> list[Labels]:
    """Each label set once, its labels in order: values are made from them."""
    return [dict(key) for key in dict.fromkeys(tuple(sorted(each.items())) for each in found)]


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
