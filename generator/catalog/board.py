"""How a pack says what its board shows: rows of panels that are made from signals and metrics.

Title, words and width are the panel's; unit and description come from the signal or metric, bounds
from the alert that watches it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from generator.catalog.signal import Signal
from generator.ir.boards import (
    Annotation,
    Color,
    Column,
    Link,
    PanelKind,
    Query,
    Source,
    Step,
    Variable,
)
from generator.promql import MetricType

if TYPE_CHECKING:
    from generator.catalog.metric import Metric

__all__ = [
    "Annotation",
    "Board",
    "Color",
    "Column",
    "Link",
    "Panel",
    "PanelKind",
    "Query",
    "Row",
    "Source",
    "Step",
    "Variable",
    "quantiles",
    "rate",
    "value",
]

RATE = "$__rate_interval"


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel shows. ``alerts`` are those whose runbooks it links to.

    ``width`` counts columns of 24, ``height`` units of about 30 pixels.
    """

    title: str
    description: str
    unit: str
    queries: tuple[Query, ...]
    kind: PanelKind = PanelKind.GRAPH
    width: int = 8
    height: int = 8
    decimals: int | None = None
    low: float | None = None
    high: float | None = None
    steps: tuple[Step, ...] = ()
    words: tuple[tuple[float, str, Color], ...] = ()
    columns: tuple[Column, ...] = ()
    links: tuple[Link, ...] = ()
    alerts: tuple[str, ...] = ()
    stacked: bool = False

    def bounded(self, expr: str, legend: str) -> Panel:
        """The same panel with a dashed line at what ``expr`` yields."""
        ref = chr(ord("A") + len(self.queries))
        return replace(self, queries=(*self.queries, Query(ref, expr, legend, limit=True)))


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


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and its panels, from left to right."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One board of a pack; its uid is ``wk-<name>``."""

    name: str
    title: str
    description: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    since: str = "6h"


def _selected(name: str, where: str) -> str:
    return f"{name}{{{where}}}" if where else name


def _by(labels: tuple[str, ...]) -> str:
    return f"by ({', '.join(labels)}) " if labels else ""


def _legend(labels: tuple[str, ...], title: str) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels) or title


def rate(metric: Metric, title: str, *by: str, where: str = "", **look: Unpack[Look]) -> Panel:
    """How often a counter moves, per second, summed by labels."""
    if metric.type is not MetricType.COUNTER:
        raise ValueError(f"{metric.name} is no counter")
    expr = f"sum {_by(by)}(rate({_selected(metric.name, where)}[{RATE}]))"
    found = Panel(
        title=title,
        description=metric.help,
        unit=f"{metric.unit}/s",
        queries=(Query("A", expr, _legend(by, title)),),
        low=0,
    )
    return replace(found, **look)


def value(
    found: Metric | Signal,
    title: str,
    *by: str,
    where: str = "",
    using: str = "max",
    **look: Unpack[Look],
) -> Panel:
    """A gauge or a recorded series, put together by labels with the aggregation ``using``."""
    name = found.record if isinstance(found, Signal) else found.name
    expr = f"{using} {_by(by)}({_selected(name, where)})"
    low, high = found.range or (None, None)
    panel = Panel(
        title=title,
        description=found.help,
        unit=found.unit,
        queries=(Query("A", expr, _legend(by, title)),),
        low=low,
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
    buckets = _selected(f"{metric.name}_bucket", where)
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
