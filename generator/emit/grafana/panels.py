"""Panels, kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    dashboard,
    heatmap,
    logs,
    stat,
    statetimeline,
    timeseries,
)
from grafana_foundation_sdk.models import common as model
from grafana_foundation_sdk.models import dashboard as types
from grafana_foundation_sdk.models import heatmap as options

from generator.emit.grafana import style, tables
from generator.emit.grafana.queries import target
from generator.ir.boards import PanelKind, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir.boards import Link, Panel

FINEST = "1m"  # rules record every minute; more points would show the same
LIMIT = {"fill": "dash", "dash": [8, 6]}
Builder = Any  # the SDK's builders share their methods, and no type that says so


def panel(found: Panel) -> Builder:
    """The builder of one panel in its place."""
    builder = _filled(BY_KIND[found.kind](found), found)
    source = found.queries[0].source if found.queries else Source.METRICS
    builder = builder.id(found.id).title(found.title).description(found.description)
    builder = builder.grid_pos(types.GridPos(x=found.x, y=found.y, w=found.width, h=found.height))
    builder = builder.datasource(style.data_source(source))
    for query in found.queries:
        builder = builder.with_target(target(query, found))
    if source is Source.METRICS:
        builder = builder.interval(FINEST)
    return builder.links([link(each) for each in found.links]) if found.links else builder


def link(found: Link) -> dashboard.DashboardLink:
    """A link of a panel or of a board, opened beside it."""
    kind = types.DashboardLinkType.LINK
    return dashboard.DashboardLink(found.title).type(kind).url(found.url).target_blank(True)


def _filled(builder: Builder, found: Panel) -> Builder:
    """What most kinds take: unit, bounds, colours, words."""
    if found.kind in (PanelKind.LOGS, PanelKind.TRACES):
        return builder
    if found.kind is not PanelKind.TABLE:
        builder = builder.unit(style.unit(found.unit)).no_value("no data")
    builder = builder.thresholds(style.steps(found.steps))
    for value, method in ((found.low, "min"), (found.high, "max"), (found.decimals, "decimals")):
        if value is not None:
            builder = getattr(builder, method)(value)
    if found.follow:
        builder = builder.data_links([link(each) for each in found.follow])
    return builder.mappings([style.words(found.words)]) if found.words else builder


def _graph(found: Panel) -> timeseries.Panel:
    calcs = ["lastNotNull", "max"]
    legend = common.VizLegendOptions().display_mode(model.LegendDisplayMode.TABLE).calcs(calcs)
    tooltip = common.VizTooltipOptions().mode(model.TooltipDisplayMode.MULTI)
    builder = (
        timeseries.Panel()
        # An area of nought on top of others would have them look as if they were its own.
        .line_width(0 if found.stacked else 1)
        .fill_opacity(60 if found.stacked else 8)
        .show_points(model.VisibilityMode.NEVER)
        .span_nulls(False)
        .legend(legend.placement(model.LegendPlacement.BOTTOM).show_legend(True))
        .tooltip(tooltip.sort(model.SortOrder.DESCENDING))
    )
    if found.stacked:
        stack = common.StackingConfig().mode(model.StackingMode.NORMAL).group("A")
        builder = builder.stacking(stack)
    for pattern, color in _colors(found):
        builder = builder.override_by_regexp(pattern, color)
    for query in found.queries:
        if query.limit:
            builder = builder.override_by_query(query.ref, _limit())
    return builder


def _colors(found: Panel) -> Iterator[tuple[str, list[types.DynamicConfigValue]]]:
    """Colours by what things are called."""
    for pattern, meaning in found.colors:
        fixed = {"mode": "fixed", "fixedColor": style.COLORS[meaning]}
        yield f"/{pattern}/", [types.DynamicConfigValue(id_val="color", value=fixed)]


def _limit() -> list[types.DynamicConfigValue]:
    """A bound: a dashed red line without an area."""
    return [
        types.DynamicConfigValue(id_val="custom.lineStyle", value=LIMIT),
        types.DynamicConfigValue(id_val="custom.fillOpacity", value=0),
        types.DynamicConfigValue(id_val="color", value={"mode": "fixed", "fixedColor": "red"}),
        types.DynamicConfigValue(
            id_val="custom.stacking", value={"mode": "none", "group": "limit"}
        ),
    ]


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"]).values(False)


def _stat(found: Panel) -> stat.Panel:
    said = found.steps or found.colors
    color = model.BigValueColorMode.BACKGROUND if said else model.BigValueColorMode.NONE
    builder = stat.Panel().color_mode(color).reduce_options(_last())
    for pattern, shade in _colors(found):
        builder = builder.override_by_regexp(pattern, shade)
    return builder


def _bars(found: Panel) -> bargauge.Panel:
    """Bars by their steps; without any, the longer the darker."""
    builder = bargauge.Panel().orientation(model.VizOrientation.HORIZONTAL)
    builder = builder.display_mode(model.BarGaugeDisplayMode.BASIC).reduce_options(_last())
    if found.steps:
        return builder
    scale = types.FieldColorModeId.CONTINUOUS_BL_PU
    return builder.color_scheme(dashboard.FieldColor().mode(scale))


def _heatmap(found: Panel) -> heatmap.Panel:
    """Buckets over time: the axis has the panel's unit, a cell counts requests per second."""
    color = heatmap.HeatmapColorOptions().mode(options.HeatmapColorMode.SCHEME)
    tooltip = heatmap.HeatmapTooltip().mode(model.TooltipDisplayMode.SINGLE)
    return (
        heatmap.Panel()
        .calculate(False)
        .color(color.scheme("Blues").steps(64))
        .y_axis(heatmap.YAxisConfig().unit(style.unit(found.unit)))
        .cell_values(heatmap.CellValues().unit(style.unit("requests/s")))
        .tooltip(tooltip.y_histogram(True))
        .exemplars_color("rgba(255,0,255,0.7)")
    )


def _states(_: Panel) -> statetimeline.Panel:
    return statetimeline.Panel().merge_values(True).show_value(model.VisibilityMode.AUTO)


def _logs(_: Panel) -> logs.Panel:
    builder = logs.Panel().show_time(True).wrap_log_message(True).enable_log_details(True)
    return builder.sort_order(model.LogsSortOrder.DESCENDING)


def _traces(_: Panel) -> dashboard.Panel:
    """What a search finds is a table; its cells lead to the traces."""
    return dashboard.Panel().type("table")


BY_KIND = {
    PanelKind.GRAPH: _graph,
    PanelKind.STAT: _stat,
    PanelKind.TABLE: tables.table_panel,
    PanelKind.HEATMAP: _heatmap,
    PanelKind.BARS: _bars,
    PanelKind.STATES: _states,
    PanelKind.LOGS: _logs,
    PanelKind.TRACES: _traces,
}
