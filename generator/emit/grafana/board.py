"""One board as JSON text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders import dashboard, prometheus
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as types

from generator.emit.grafana import panels, style
from generator.ir.boards import Source

if TYPE_CHECKING:
    from generator.ir.boards import Annotation, Board, Variable

TAG = "watchkeeper"


def text(found: Board) -> str:
    """The file: sorted keys, two spaces, a line break at the end."""
    return (
        JSONEncoder(sort_keys=True, indent=2, allow_nan=False).encode(_board(found).build()) + "\n"
    )


def _board(found: Board) -> dashboard.Dashboard:
    builder = (
        dashboard.Dashboard(found.title)
        .uid(found.uid)
        .description(found.description)
        .tags([TAG])
        .readonly()
        .refresh("1m")
        .time(f"now-{found.since}", "now")
        .tooltip(types.DashboardCursorSync.CROSSHAIR)
        .link(_neighbours())
    )
    for source in found.sources:
        builder = builder.with_variable(_source(source))
    for variable in found.variables:
        builder = builder.with_variable(_variable(variable))
    for annotation in found.annotations:
        builder = builder.annotation(_annotation(annotation))
    for each in found.links:
        builder = builder.link(panels.link(each))
    for row in found.rows:
        place = types.GridPos(x=0, y=row.y, w=24, h=1)
        builder = builder.with_row(dashboard.Row(row.title).id(row.id).grid_pos(place))
        for panel in row.panels:
            builder = builder.with_panel(panels.panel(panel))
    return builder


def _neighbours() -> dashboard.DashboardLink:
    """A menu of all our boards, which keeps the time and what was chosen."""
    link = dashboard.DashboardLink("Boards").type(types.DashboardLinkType.DASHBOARDS).tags([TAG])
    return link.as_dropdown(True).keep_time(True).include_vars(True)


def _source(source: Source) -> dashboard.DatasourceVariable:
    builder = dashboard.DatasourceVariable(source.value).type(style.TYPES[source])
    return builder.label(style.TITLES[source])


def _variable(found: Variable) -> dashboard.QueryVariable:
    builder = (
        dashboard.QueryVariable(found.name)
        .label(found.title)
        .datasource(style.data_source(Source.METRICS))
        .query(f"label_values({found.series}, {found.label})")
        .refresh(types.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(types.VariableSort.ALPHABETICAL_ASC)
    )
    return builder.multi(True).include_all(True).all_value(".+") if found.many else builder


def _annotation(found: Annotation) -> dashboard.AnnotationQuery:
    expr = style.scaled(found.expr, "timestamp") if found.at_value else found.expr
    query = prometheus.Dataquery().expr(expr).ref_id("Anno").range()
    builder = dashboard.AnnotationQuery().name(found.name).enable(True)
    builder = builder.datasource(style.data_source(Source.METRICS)).target(query)
    builder = builder.icon_color(style.COLORS[found.color]).expr(expr).step("60s")
    return builder.title_format(found.title).use_value_for_time(found.at_value)
