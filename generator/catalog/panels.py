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
    from generator.catalog.threshold import ServiceThreshold

NOUGHT = (Step(None, Color.GOOD), Step(1, Color.BAD))
# A percentile has the same colour in every panel. Red is for bounds.
PERCENTILES = (("p50$", Color.GOOD), ("p9[05]$", Color.WARNING), ("p99$", Color.NEUTRAL))
NEAR = 3  # a bound this many times as high as the highest value is not near


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
    """Percentiles of a classic histogram, each in its colour where there is one line of each."""
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
    panel = Panel(
        title=title,
        description=metric.help,
        unit=metric.unit,
        queries=queries,
        low=0,
        colors=() if by else PERCENTILES,
    )
    return replace(panel, **look)


def share(some: str, every: str, *by: str) -> str:
    """The share that the rates ``some`` have of the rates ``every``, each summed by labels.

    What never happened has no series: it is 0 of whatever happened.
    """
    part, whole = (_aggregated("sum", by, rates, "") for rates in (some, every))
    return f"({part} or 0 * {whole}) / ({whole} > 0)"


def beyond(bound: ServiceThreshold) -> tuple[Step, ...]:
    """Green below a threshold as we ship it, red from there on.

    Raises:
        ValueError: nothing is below the threshold.
    """
    if bound.default <= 0:
        raise ValueError(f"{bound.series} is nought, so that all is red")
    return Step(None, Color.GOOD), Step(bound.default, Color.BAD)


def nearing(panel: Panel) -> Panel:
    """The panel with its upper bounds only when values come near them in the time that is shown.

    A bound far above would press all lines flat. What counts are the values of the last query that
    is no bound: of percentiles the highest.
    """
    values = [query.expr for query in panel.queries if not query.limit][-1]
    highest = f"max(max_over_time(({values})[$__range:$__interval] @ end()))"
    return replace(
        panel,
        description=f"{panel.description} The bound is drawn once a third of it is reached.",
        queries=tuple(
            replace(query, expr=f"{query.expr} <= {NEAR} * {highest}") if query.limit else query
            for query in panel.queries
        ),
    )


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


def now(
    panel: Panel,
    title: str,
    *,
    ref: str = "",
    bound: ServiceThreshold | None = None,
    **look: Unpack[Look],
) -> Panel:
    """The newest value of a panel's first query, or of the query ``ref``, as a small number.

    A ``bound`` colours it: red from there on.

    Raises:
        ValueError: the bound is in another unit, so the colour would mean nothing.
    """
    chosen = next(query for query in panel.queries if query.ref == ref or not ref)
    first = replace(chosen, ref="A", instant=True, limit=False)
    small = replace(panel, title=title, kind=PanelKind.STAT, width=3, height=4, queries=(first,))
    small = replace(small, colors=())  # those of lines
    if bound:
        if short(bound.unit) != panel.unit:
            raise ValueError(f"{title} is in {panel.unit}, its bound in {bound.unit}")
        small = replace(small, steps=beyond(bound))
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
