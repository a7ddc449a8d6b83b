"""Queries in the shape of the data source that answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders import loki, prometheus, tempo
from grafana_foundation_sdk.models import prometheus as model

from generator.emit.grafana.style import data_source
from generator.ir.boards import PanelKind, Source

if TYPE_CHECKING:
    from grafana_foundation_sdk.cog.builder import Builder
    from grafana_foundation_sdk.cog.variants import Dataquery

    from generator.ir.boards import Query

FORMATS = {
    PanelKind.TABLE: model.PromQueryFormat.TABLE,
    PanelKind.HEATMAP: model.PromQueryFormat.HEATMAP,
}


def target(query: Query, kind: PanelKind) -> Builder[Dataquery]:
    """One query of a panel."""
    source = data_source(query.source)
    if query.source is Source.LOGS:
        return loki.Dataquery().ref_id(query.ref).expr(query.expr).datasource(source)
    if query.source is Source.TRACES:
        found = tempo.Dataquery().ref_id(query.ref).query(query.expr)
        return found.query_type("traceql").datasource(source)
    return _promql(query, kind).datasource(source)


def _promql(query: Query, kind: PanelKind) -> prometheus.Dataquery:
    found = prometheus.Dataquery().ref_id(query.ref).expr(query.expr)
    found = found.editor_mode(model.QueryEditorMode.CODE)
    if kind in FORMATS:
        found = found.format(FORMATS[kind])
    if query.legend:
        found = found.legend_format(query.legend)
    if query.exemplars:
        found = found.exemplar(True)
    return found.instant() if query.instant else found.range()
