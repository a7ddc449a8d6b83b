"""Tables: one row per subject, one column per query or label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders import common, table
from grafana_foundation_sdk.models import dashboard as types

from generator.emit.grafana import style
from generator.ir.boards import Column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir.boards import Panel


TIME = "Time"


def table_field(column: Column, alone: bool) -> str:  # noqa: FBT001 - one of two names Grafana gives
    """What Grafana calls the column after it put the answers side by side."""
    return column.label or ("Value" if alone else f"Value #{column.ref}")


def table_panel(found: Panel) -> table.Panel:
    """The table of a panel."""
    alone = len(found.queries) == 1
    fields = {table_field(column, alone): column for column in found.columns}
    values = (table_field(Column("", ref=query.ref), alone) for query in found.queries)
    unnamed = tuple(value for value in values if value not in fields)
    builder = (
        table.Panel()
        .filterable(True)
        .with_transformation(types.DataTransformerConfig(id_val="merge", options={}))
        .with_transformation(_organized(fields, unnamed))
    )
    for column in found.columns:
        properties = list(_properties(column))
        if properties:
            builder = builder.override_by_name(column.title, properties)
    if found.sort:
        by = common.TableSortByFieldState().display_name(found.sort).desc(True)
        builder = builder.sort_by([by])
    return builder


def _organized(fields: dict[str, Column], unnamed: tuple[str, ...]) -> types.DataTransformerConfig:
    """The named columns in their order and under their titles, without the time of the query."""
    options = {
        "excludeByName": dict.fromkeys((TIME, *unnamed), True),
        "indexByName": {name: index for index, name in enumerate(fields)},
        "renameByName": {name: column.title for name, column in fields.items()},
    }
    return types.DataTransformerConfig(id_val="organize", options=options)


def _properties(column: Column) -> Iterator[types.DynamicConfigValue]:
    if column.unit:
        yield types.DynamicConfigValue(id_val="unit", value=style.unit(column.unit))
    if column.decimals is not None:
        yield types.DynamicConfigValue(id_val="decimals", value=column.decimals)
    if column.width:
        yield types.DynamicConfigValue(id_val="custom.width", value=column.width)
    if column.steps:
        steps = [{"value": s.value, "color": style.COLORS[s.color]} for s in column.steps]
        value = {"mode": "absolute", "steps": steps}
        yield types.DynamicConfigValue(id_val="thresholds", value=value)
    if column.words:
        options = style.words(column.words).to_json()
        yield types.DynamicConfigValue(id_val="mappings", value=[options])
    if column.steps or column.words:
        yield types.DynamicConfigValue(id_val="custom.cellOptions", value={"type": "color-text"})
    if column.link:
        link = {"title": column.link.title, "url": column.link.url}
        yield types.DynamicConfigValue(id_val="links", value=[link])
