"""Constants → rule sets of bounded size.

A shard is the set of models whose name hashes begin with the same bits. It splits in two only when
it outgrows the limit, so adding a model touches one file, and no other model ever moves.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from generator.catalog import SHORT
from generator.ir import RecordingRule, RuleGroup, RuleSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.ir import Labels

# The operator puts each PrometheusRule into a ConfigMap of at most 512 KiB, and writes a rule on
# several lines where we write one: 2,500 constants come to about 250 KiB here and 320 KiB there.
MAX_SERIES = 2500


@dataclass(frozen=True, slots=True)
class DataSeries:
    """A constant: series name, labels, PromQL number text, the model it is of, and its place."""

    record: str
    labels: Labels
    value: str
    subject: str
    source: str


def data_set(name: str, series: Iterable[DataSeries], key: str = "") -> RuleSet:
    """Constants as one rule set, in the order given."""
    found = tuple(series)
    rules = tuple(RecordingRule(s.record, f"vector({s.value})", s.labels) for s in found)
    groups = (RuleGroup(f"data-{name}", SHORT, rules),) if rules else ()
    return RuleSet(f"data-{name}", "", groups, tuple(sorted({s.source for s in found})), key)


def shards(series: Iterable[DataSeries], keys: Mapping[str, str]) -> Iterator[RuleSet]:
    """All series, by model, in as few rule sets as the limit allows.

    ``keys`` are digests of what each model's series were made from.
    """
    ordered = sorted(series, key=attrgetter("subject"))
    models = [
        (bits(name), keys[name], tuple(each))
        for name, each in groupby(ordered, attrgetter("subject"))
    ]
    yield from _split("", models)


def bits(name: str) -> str:
    """The hash of a model's name as text of 32 bits."""
    return f"{int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]):032b}"


def _split(prefix: str, models: list[tuple[str, str, tuple[DataSeries, ...]]]) -> Iterator[RuleSet]:
    if len(models) <= 1 or sum(len(series) for _, _, series in models) <= MAX_SERIES:
        if models:
            name = f"models-{prefix}" if prefix else "models"
            key = _digest(key for _, key, _ in models)
            yield data_set(name, (one for _, _, series in models for one in series), key)
        return
    for bit in "01":
        yield from _split(prefix + bit, [each for each in models if each[0][len(prefix)] == bit])


def _digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]
