"""Panels from metrics and signals: unit and description are written once, where the metric is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from generator.catalog.board import (
    RATE,
    Color,
    Panel,
    PanelKind,
    Query,
    Step,
    selected,
    short,
)
from generator.catalog.signal import Signal
from generator.ir.boards import WIDTH
from generator.promql import MetricType

if TYPE_CHECKING:
    from generator.catalog.board import Link
    from generator.catalog.metric import Metric

NOUGHT = (Step(None, Color.GOOD), Step(1, Color.BAD))


class Look(TypedDict, total=False):
    """What a panel made from a metric may have otherwise; the fields of ``Panel``."""

    description: str
    unit: str
    kind: PanelKind
    width: int
    height: int
    decimals: int | None
    low: float | None
    high: float | None
    steps: tuple[Step, ...]
    words: tuple[tuple[float, str, Color], ...]
    links: tuple[Link, ...]
    alerts: tuple[str, ...]
    stacked: bool
    colors: tuple[tuple[str, Color], ...]
    follow: tuple[Link, ...]


def _aggregated(using: str, by: tuple[str, ...], expr: str, join: str) -> str:
    inner = f"{expr} {join}" if join else expr
    return f"{using} by ({', '.join(by)}) ({inner})" if by else f"{using}({inner})"


def _legend(labels: tuple[str, ...], title: str) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels) or title


def rate(
    metric: Metric, title: str, *by: str, where: str = "", join: str = "", **look: Unpack[Look]
) -> Panel:
    """How often a counter moves, per second, summed by labels.

    ``join`` is what the rates are joined with before they are summed.
    """
    if metric.type is not MetricType.COUNTER:
        raise ValueError(f"{metric.name} is no counter")
    rates = f"rate({selected(metric.name, where)}[{RATE}])"
    found = Panel(
        title=title,
        description=metric.help,
        unit=f"{metric.unit}/s",
        queries=(Query("A", _aggregated("sum", by, rates, join), _legend(by, title)),),
        low=0,
    )
    return replace(found, **look)


def value(
    found: Metric | Signal,
    title: str,
    *by: str,
    where: str = "",
    join: str = "",
    using: str = "max",
    **look: Unpack[Look],
) -> Panel:
    """A gauge or a recorded series, put together by labels with the aggregation ``using``."""
    name = found.record if isinstance(found, Signal) else found.name
    expr = _aggregated(using, by, selected(name, where), join)
    low, high = found.range or (None, None)
    panel = Panel(
        title=title,
        description=found.help,
        unit=short(found.unit),
        queries=(Query("A", expr, _legend(by, title)),),
        low=None if low == -float("inf") else low,
        high=None if high == float("inf") else high,
    )
    return replace(panel, **look)


def quantiles(
    metric: Metric,
    title: str,
    *by: str,
    where: str = "",
    of: tuple[float, ...] = (0.5, 0.95, 0.99),
    **look: Unpack[Look],
) -> Panel:
    """Percentiles of a classic histogram."""
    if metric.type is not MetricType.HISTOGRAM:
        raise ValueError(f"{metric.name} is no histogram")
    buckets = selected(f"{metric.name}_bucket", where)
    inner = f"sum by ({', '.join((*by, 'le'))}) (rate({buckets}[{RATE}]))"
    queries = tuple(
        Query(
            chr(ord("A") + index),
            f"histogram_quantile({quantile}, {inner})",
            f"{_legend(by, '')} p{quantile * 100:g}".strip(),
        )
        for index, quantile in enumerate(of)
    )
    panel = Panel(title=title, description=metric.help, unit=metric.unit, queries=queries, low=0)
    return replace(panel, **look)


def number_of(title: str, description: str, expr: str, *alerts: str, bad: bool = True) -> Panel:
    """How many there are of something, 0 when ``expr`` yields nothing; green only at 0."""
    return Panel(
        title=title,
        description=description,
        unit="count",
        queries=(Query("A", f"count({expr}) or vector(0)", instant=True),),
        kind=PanelKind.STAT,
        width=4,
        height=4,
        decimals=0,
        steps=NOUGHT if bad else (),
        alerts=alerts,
    )


def now(panel: Panel, title: str, **look: Unpack[Look]) -> Panel:
    """The newest value of a panel's first query, as a small number."""
    first = replace(panel.queries[0], instant=True, limit=False)
    small = replace(panel, title=title, kind=PanelKind.STAT, width=3, height=4, queries=(first,))
    return replace(small, **look)


def answering(up: Metric, title: str, job: str, *alerts: str) -> Panel:
    """The share of a job's targets that answer, as a small number; green only where all do."""
    whole = (Step(None, Color.BAD), Step(0.01, Color.WARNING), Step(1, Color.GOOD))
    return Panel(
        title=title,
        description=f"The share of the targets of {title} that answer their scrapes.",
        unit="ratio",
        queries=(
            Query("A", f'avg({up.name}{{job="{job}", namespace=~"$namespace"}})', instant=True),
        ),
        kind=PanelKind.STAT,
        width=4,
        height=4,
        decimals=0,
        steps=whole,
        alerts=alerts,
    )


def across(*panels: Panel) -> tuple[Panel, ...]:
    """The same panels as wide as it takes to fill a line of the board."""
    wide, rest = divmod(WIDTH, len(panels))
    return tuple(replace(each, width=wide + (i < rest)) for i, each in enumerate(panels))
