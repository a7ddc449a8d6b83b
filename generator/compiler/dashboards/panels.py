"""A panel as a user wrote it → a panel as packs make them: what is left out comes of its signal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import Metric, Signal
from generator.catalog.board import (
    RATE,
    Color,
    Link,
    Panel,
    PanelKind,
    Query,
    Source,
    Step,
    selected,
    short,
)
from generator.catalog.panels import quantiles, rate, value
from generator.catalog.threshold import Bound, ModelThreshold
from generator.compiler import board_text
from generator.compiler.dashboards.columns import columns
from generator.promql import MetricType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.dashboards.catalogue import Catalogue, Named
    from generator.spec import DashboardPanel

SIZES = {
    PanelKind.STAT: (4, 4),
    PanelKind.TABLE: (12, 8),
    PanelKind.LOGS: (24, 10),
    PanelKind.TRACES: (24, 10),
}
SIZE = (8, 8)
SOURCES = {PanelKind.LOGS: Source.LOGS, PanelKind.TRACES: Source.TRACES}
OF_NOW = (PanelKind.STAT, PanelKind.TABLE, PanelKind.BARS)
_TEXT = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`)"
MATCHER = re.compile(rf"\s*([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*{_TEXT}\s*", re.ASCII)
WHERE = re.compile(rf"{MATCHER.pattern}(?:,{MATCHER.pattern})*(?:,\s*)?", re.ASCII)
ONE_MODEL = re.compile(r'model_name="[^"]*"')
MOST_WORDS = 3  # labels in the name of a line
OF = (0.5, 0.95, 0.99)


def of_signal(spec: DashboardPanel, named: Named, catalogue: Catalogue) -> Panel:
    """The panel of a signal or metric; ``misfit`` has found nothing against it."""
    by = _by(spec, named)
    title = spec.title or named.title
    panel = _drawn(spec, named, title, by)
    if spec.legend is not None:
        legends = (
            spec.legend if len(panel.queries) == 1 else f"{spec.legend} {q.legend}"
            for q in panel.queries
        )
        queries = zip(panel.queries, legends, strict=True)
        panel = replace(panel, queries=tuple(replace(q, legend=text) for q, text in queries))
    if PanelKind(spec.kind) is PanelKind.GRAPH and spec.unit is None:
        panel = _bounded(panel, spec, named, catalogue)
    return _looking(replace(panel, alerts=catalogue.alerts(named)), spec, by)


def misfit(spec: DashboardPanel, named: Named) -> tuple[str, str, str]:
    """Why a signal cannot be drawn so, what can be done, and the key; empty where it can."""
    kind = PanelKind(spec.kind)
    found = ("", "", "")
    if kind in SOURCES:
        message = f"{kind} are asked for by a query, not by a signal"
        found = message, "write query: in place of it", "kind"
    elif kind is PanelKind.HEATMAP and not _buckets(named):
        message = f"{named.name} has no buckets, which a heatmap shows"
        found = message, "take another kind", "kind"
    elif kind is PanelKind.HEATMAP and spec.by:
        message = "a heatmap has a row per bucket, so by: would put several into each"
        found = message, "take by: out, and pick one with where:", "by"
    elif spec.using and _buckets(named):
        message = f"the buckets of {named.name} are always summed"
        found = message, "take using: out", "using"
    elif spec.where and not WHERE.fullmatch(spec.where):
        message = "this is no list of matchers, so more or less than these series would be shown"
        found = message, 'write it like team="ml-risk", tier=~"1|2"', "where"
    return found


def labels(where: str) -> tuple[str, ...]:
    """The labels that matchers name."""
    return tuple(found[1] for found in MATCHER.finditer(where))


def _buckets(named: Named) -> bool:
    return any("le" in each.labels for each in named.series())


def _by(spec: DashboardPanel, named: Named) -> tuple[str, ...]:
    if spec.by is not None:
        return spec.by
    if PanelKind(spec.kind) is PanelKind.HEATMAP:
        return ()
    return ("model_name",) if "model_name" in named.labels else ()


def _drawn(spec: DashboardPanel, named: Named, title: str, by: tuple[str, ...]) -> Panel:
    subject, where = named.subject, spec.where or ""
    if _buckets(named):
        return _of_buckets(spec, named, title, by)
    if isinstance(subject, Metric) and subject.type is MetricType.COUNTER:
        panel = rate(subject, title, *by, where=where)
        expr = (spec.using or "sum") + panel.queries[0].expr.removeprefix("sum")
        return replace(panel, queries=(replace(panel.queries[0], expr=expr),))
    if isinstance(subject, Metric) and subject.type is MetricType.SUMMARY:
        by = (*by, "quantile")
    using = spec.using or ("sum" if short(subject.unit).endswith("/s") else "max")
    panel = value(subject, title, *by, where=where, using=using)
    # Up to 100% a share of failures would be a flat line at the bottom.
    return replace(panel, high=None) if subject.unit == "ratio" else panel


def _of_buckets(spec: DashboardPanel, named: Named, title: str, by: tuple[str, ...]) -> Panel:
    subject, where = named.subject, spec.where or ""
    if isinstance(subject, Signal):
        rates = selected(subject.record, where)
    else:
        rates = f"rate({selected(f'{subject.name}_bucket', where)}[{RATE}])"
    buckets = f"sum by ({', '.join((*by, 'le'))}) ({rates})"
    unit = "seconds" if isinstance(subject, Signal) else subject.unit
    words = " ".join(f"{{{{{label}}}}}" for label in by)
    panel = Panel(title=title, description=subject.help, unit=unit, queries=(), low=0)
    if PanelKind(spec.kind) is PanelKind.HEATMAP:
        return replace(panel, queries=(Query("A", buckets, "{{le}}"),), low=None)
    if isinstance(subject, Metric):
        return quantiles(subject, title, *by, where=where)
    queries = tuple(
        Query(
            chr(ord("A") + index),
            f"histogram_quantile({each}, {buckets})",
            f"{words} p{each * 100:g}".strip(),
        )
        for index, each in enumerate(OF)
    )
    return replace(panel, queries=queries)


def _bounded(panel: Panel, spec: DashboardPanel, named: Named, catalogue: Catalogue) -> Panel:
    """With a dashed line at each threshold; those of models only where one model is shown."""
    model = ONE_MODEL.search(spec.where or "")
    for threshold in catalogue.bounds(named):
        of_model = isinstance(threshold, ModelThreshold)
        if short(threshold.unit) != panel.unit or (of_model and not model):
            continue
        least = isinstance(threshold, ModelThreshold) and threshold.bound is Bound.MIN
        where = model[0] if model and of_model else ""
        panel = panel.bounded(threshold, "least" if least else "bound", where)
    return panel


def of_queries(spec: DashboardPanel, catalogue: Catalogue) -> Panel:
    """The panel of queries that somebody wrote out."""
    source = SOURCES.get(PanelKind(spec.kind), Source.METRICS)
    written = [(each.query, each.legend) for each in spec.queries]
    if spec.query is not None:
        written = [(spec.query, spec.legend)]
    queries = tuple(
        Query(
            chr(ord("A") + index),
            expr,
            (_words(expr, catalogue) if source is Source.METRICS else "")
            if legend is None
            else legend,
            source=source,
        )
        for index, (expr, legend) in enumerate(written)
    )
    panel = Panel(
        title=spec.title or "", description=_help(queries, catalogue), unit="", queries=queries
    )
    return _looking(panel, spec, _labels(queries[0].expr, catalogue))


def _labels(expr: str, catalogue: Catalogue) -> tuple[str, ...]:
    found = promql.infer(board_text.filled(expr), catalogue.known.get)
    return tuple(sorted(found.labels or ()))


def _words(expr: str, catalogue: Catalogue) -> str:
    found = promql.infer(board_text.filled(expr), catalogue.known.get)
    labels = found.labels or frozenset()
    if len(labels) > MOST_WORDS or labels != found.guaranteed:
        return ""
    return " ".join(f"{{{{{label}}}}}" for label in sorted(labels))


def _help(queries: tuple[Query, ...], catalogue: Catalogue) -> str:
    """What the one known metric is that they read."""
    reads = {
        name
        for query in queries
        if query.source is Source.METRICS
        for name in promql.infer(board_text.filled(query.expr), catalogue.known.get).reads
    }
    if len(reads) != 1:
        return ""
    (name,) = reads
    named = catalogue.named.get(name) or catalogue.named.get(name.removesuffix("_bucket"))
    return named.subject.help if named else ""


def _looking(panel: Panel, spec: DashboardPanel, labels: tuple[str, ...]) -> Panel:
    """With all that the user said of its looks."""
    kind = PanelKind(spec.kind)
    width, height = SIZES.get(kind, SIZE)
    panel = replace(
        panel,
        kind=kind,
        description=spec.description or panel.description,
        unit=short(spec.unit) if spec.unit else panel.unit,
        width=spec.width or width,
        height=spec.height or height,
        decimals=spec.decimals,
        stacked=spec.stacked,
        low=panel.low if spec.low is None else spec.low,
        high=panel.high if spec.high is None else spec.high,
        steps=tuple(_steps(spec)),
        links=tuple(Link(each.title, each.url) for each in spec.links),
    )
    if kind in OF_NOW:
        panel = replace(panel, queries=tuple(replace(q, instant=True) for q in panel.queries))
    return replace(panel, columns=columns(panel, labels)) if kind is PanelKind.TABLE else panel


def _steps(spec: DashboardPanel) -> Iterator[Step]:
    """Grafana's first step reaches down to the bottom, whatever value it has."""
    if spec.steps and spec.steps[0].from_ is not None:
        yield Step(None, Color.NEUTRAL)
    yield from (Step(each.from_, Color(each.color)) for each in spec.steps)
