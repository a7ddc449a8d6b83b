"""How a pack says what its board shows: rows of panels that are made from signals and metrics.

Title, words and width are the panel's; unit and description come from the signal or metric, bounds
from the thresholds that alerts compare with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict, Unpack

from generator.catalog.signal import Signal
from generator.catalog.threshold import Bound, ModelThreshold
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
    from generator.catalog.threshold import ServiceThreshold

__all__ = [
    "CHOSEN_MODELS",
    "DETAIL",
    "FIRING_COLUMNS",
    "MODEL_CHOICES",
    "ONE_MODEL",
    "RATE",
    "RUNBOOKS",
    "Annotation",
    "Board",
    "Color",
    "Column",
    "Link",
    "Panel",
    "PanelKind",
    "Part",
    "Query",
    "Row",
    "Source",
    "Step",
    "Variable",
    "now",
    "number_of",
    "quantiles",
    "rate",
    "value",
]

RATE = "$__rate_interval"
# Stands in links for the address that runbooks have in the platform's spec.
RUNBOOKS = "{runbooks}"

# What the boards of models have in common: the models that somebody chose, and the way to one.
ONE_MODEL = 'model_name="$model_name"'
CHOSEN_MODELS = 'and on (model_name) model:identity{team=~"$team", tier=~"$tier"}'
MODEL_CHOICES = (
    Variable("team", "Owner", "team", "model:identity", many=True),
    Variable("tier", "Tier", "tier", "model:identity", many=True),
)
DETAIL = Link(
    "Open the model", "/d/wk-model?var-model_name=${__data.fields.Model}&${__url_time_range}"
)
# Of alerts that fire: B is the time since which.
FIRING_COLUMNS = (
    Column(
        "Alert", label="alertname", link=Link("Runbook", RUNBOOKS + "/${__data.fields.Alert}.md")
    ),
    Column("Severity", label="severity", width=110),
    Column("Since", ref="B", unit="timestamp", width=160),
)
NOUGHT = (Step(None, Color.GOOD), Step(1, Color.BAD))


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
    sort: str = ""

    def joined(self, expr: str, legend: str, *, limit: bool = False) -> Panel:
        """The same panel with one more query; a ``limit`` is drawn as a dashed line."""
        ref = chr(ord("A") + len(self.queries))
        return replace(self, queries=(*self.queries, Query(ref, expr, legend, limit=limit)))

    def bounded(self, by: ModelThreshold | ServiceThreshold, legend: str, where: str = "") -> Panel:
        """The same panel with a dashed line at a threshold, wherever one is set."""
        if not isinstance(by, ModelThreshold):
            return self.joined(f"max({by.series})", legend, limit=True)
        none = "< Inf" if by.bound is Bound.MAX else "> -Inf"  # a bound that is switched off
        expr = f"max({_selected(by.effective, where)} {none})"
        return self.joined(expr, legend, limit=True)


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
    """A heading and its panels, from left to right; one that stays empty is left out."""

    title: str
    panels: tuple[Panel, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Part:
    """What a pack adds to a row of another pack's board, after what is there already.

    Where there is no such board, because its service is not watched, nothing is shown.
    """

    board: str
    row: str
    panels: tuple[Panel, ...]


def _selected(name: str, where: str) -> str:
    return f"{name}{{{where}}}" if where else name


def _aggregated(using: str, by: tuple[str, ...], expr: str, join: str) -> str:
    inner = f"{expr} {join}" if join else expr
    return f"{using} by ({', '.join(by)}) ({inner})" if by else f"{using}({inner})"


def _legend(labels: tuple[str, ...], title: str) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in labels) or title


def _short(unit: str) -> str:
    return unit.replace(" per second", "/s")


def rate(
    metric: Metric, title: str, *by: str, where: str = "", join: str = "", **look: Unpack[Look]
) -> Panel:
    """How often a counter moves, per second, summed by labels.

    ``join`` is what the rates are joined with before they are summed.
    """
    if metric.type is not MetricType.COUNTER:
        raise ValueError(f"{metric.name} is no counter")
    rates = f"rate({_selected(metric.name, where)}[{RATE}])"
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
    expr = _aggregated(using, by, _selected(name, where), join)
    low, high = found.range or (None, None)
    panel = Panel(
        title=title,
        description=found.help,
        unit=_short(found.unit),
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
