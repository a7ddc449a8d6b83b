"""Queries in the shape of the data source that answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders import loki, prometheus, tempo
from grafana_foundation_sdk.models import prometheus as model
from grafana_foundation_sdk.models import tempo as traces

from generator.emit.grafana.style import data_source, scaled
from generator.ir.boards import PanelKind, Source

if TYPE_CHECKING:
    from grafana_foundation_sdk.cog.builder import Builder
    from grafana_foundation_sdk.cog.variants import Dataquery

    from generator.ir.boards import Panel, Query

FORMATS = {
    PanelKind.TABLE: model.PromQueryFormat.TABLE,
    PanelKind.HEATMAP: model.PromQueryFormat.HEATMAP,
}


MOST_TRACES = 50
MOST_LINES = 500


def target(query: Query, panel: Panel) -> Builder[Dataquery]:
    """One query of a panel."""
    source = data_source(query.source)
    if query.source is Source.LOGS:
        lines = loki.Dataquery().ref_id(query.ref).expr(query.expr).max_lines(MOST_LINES)
        return lines.datasource(source)
    if query.source is Source.TRACES:
        found = tempo.Dataquery().ref_id(query.ref).query(query.expr)
        found = found.query_type("traceql").table_type(traces.SearchTableType.TRACES)
        return found.limit(MOST_TRACES).datasource(source)
    return _promql(query, panel).datasource(source)


def _promql(query: Query, panel: Panel) -> prometheus.Dataquery:
    units = {column.ref: column.unit for column in panel.columns if column.ref}
    expr = scaled(query.expr, units.get(query.ref, panel.unit))
    found = prometheus.Dataquery().ref_id(query.ref).expr(expr)
    found = found.editor_mode(model.QueryEditorMode.CODE)
    if panel.kind in FORMATS:
        found = found.format(FORMATS[panel.kind])
    if query.legend:
        found = found.legend_format(query.legend)
    if query.exemplars:
        found = found.exemplar(True)
    return found.instant() if query.instant else found.range()
