"""Series as OpenMetrics text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator import promql
from generator.preview.samples.alerts import firing
from generator.preview.samples.curves import grid
from generator.preview.samples.labels import Values
from generator.preview.samples.platform import Platform
from generator.preview.samples.values import curve
from generator.preview.samples.wanted import wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.compiler.context import Context
    from generator.ir.boards import Board

ALERTS = ("ALERTS", "ALERTS_FOR_STATE")


def lines(boards: Iterable[Board], context: Context, end: int) -> Iterator[str]:
    """The text of every series that the boards read, up to ``end``."""
    platform = Platform.of(context)
    asked = wanted(boards)
    models = {name: platform.model(name) for name in platform.names}
    values = Values(context.packs, models, asked, platform.stated)
    for name in sorted(asked):
        over = grid(end, asked[name].reach)
        if name in ALERTS:
            for labels, found in firing(name, platform, over):
                yield from _written(name, labels, found)
        elif series := platform.known.get(name):
            for labels in platform.constants(name) or values.sets(series, asked[name]):
                if numbers := curve(series, labels, platform, over):
                    pairs = list(zip(over.times, numbers, strict=True))
                    yield from _written(name, labels, pairs)
    yield "# EOF\n"


def _written(
    name: str, labels: dict[str, str], found: Sequence[tuple[int, float]]
) -> Iterator[str]:
    head = name + promql.matchers({key: labels[key] for key in sorted(labels)})
    yield "".join([f"{head} {value:.10g} {at}\n" for at, value in found if not math.isnan(value)])
