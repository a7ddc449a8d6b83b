"""The columns of a table that a user asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.board import Column

if TYPE_CHECKING:
    from generator.catalog.board import Panel


def columns(panel: Panel, labels: tuple[str, ...]) -> tuple[Column, ...]:
    """A column per label, then one per query."""
    named = tuple(Column(_title(label), label=label) for label in labels)
    several = len(panel.queries) > 1
    values = (
        Column(
            query.legend
            if several and query.legend and "{{" not in query.legend
            else f"{panel.title} {query.ref}"
            if several
            else panel.title,
            ref=query.ref,
            unit=panel.unit,
            decimals=panel.decimals,
            steps=panel.steps,
        )
        for query in panel.queries
    )
    return (*named, *values)


def _title(label: str) -> str:
    return label.replace("_", " ").capitalize()
