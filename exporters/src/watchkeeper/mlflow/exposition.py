"""Prometheus' text format, written once a reading: a scrape of 50,000 series only sends bytes."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from watchkeeper.mlflow.families import Family

LONGEST = 200  # characters of a label value

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_CONTROL = dict.fromkeys((*range(10), *range(11, 32), 127), "\N{REPLACEMENT CHARACTER}")


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts by bucket, not added up; the last bucket has no upper bound."""

    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    total: float


@dataclass(frozen=True, slots=True)
class Sample:
    """A value of a family, with the values of its labels in their order."""

    family: Family
    labels: tuple[str, ...]
    value: float | Histogram

    @property
    def series(self) -> int:
        """How many lines it becomes."""
        return len(self.value.counts) + 2 if isinstance(self.value, Histogram) else 1


def label_value(text: str) -> str:
    """A free text as the value of a label: bounded, and something that UTF-8 can write."""
    return text[:LONGEST].encode("utf-8", "replace").decode().translate(_CONTROL)


def number(value: float) -> str:
    """A value as Prometheus reads it."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _pairs(names: tuple[str, ...], values: tuple[str, ...]) -> str:
    return ",".join(
        f'{name}="{value.translate(_ESCAPES)}"' for name, value in zip(names, values, strict=True)
    )


def _lines(sample: Sample) -> Iterator[str]:
    name, value = sample.family.name, sample.value
    pairs = _pairs(sample.family.labels, sample.labels)
    braces = f"{{{pairs}}}" if pairs else ""
    if not isinstance(value, Histogram):
        yield f"{name}{braces} {number(value)}"
        return
    before = f"{pairs}," if pairs else ""
    bounds = (*value.bounds, math.inf)
    for bound, count in zip(bounds, itertools.accumulate(value.counts), strict=True):
        le = "+Inf" if math.isinf(bound) else repr(bound)
        yield f'{name}_bucket{{{before}le="{le}"}} {count}'
    yield f"{name}_sum{braces} {number(value.total)}"
    yield f"{name}_count{braces} {sum(value.counts)}"


def render(samples: Iterable[Sample], families: Iterable[Family]) -> bytes:
    """A page with these families, in this order; one without a sample is left out."""
    by_family: dict[str, list[str]] = {}
    for sample in samples:
        by_family.setdefault(sample.family.name, []).extend(_lines(sample))
    lines = []
    for family in families:
        if family.name in by_family:
            lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.type}"]
            lines += by_family[family.name]
    return "".join(f"{line}\n" for line in lines).encode()
