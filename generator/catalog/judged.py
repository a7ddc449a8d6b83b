"""A small number that is red when it is past its own model's bound, which no fixed step can say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.catalog.board import Color, PanelKind, Query

if TYPE_CHECKING:
    from generator.catalog.board import Panel

COLORS = (("^past ", Color.BAD), ("^within ", Color.GOOD))


def judged(panel: Panel, title: str, *, floor: bool = False, decimals: int | None = None) -> Panel:
    """The newest value of the first query of a graph, coloured by the first bound drawn there.

    Both queries yield one number without labels. ``floor`` says that less than the bound is bad.
    Without a bound the number is neutral.
    """
    value = panel.queries[0].expr
    bound = next(query.expr for query in panel.queries if query.limit)
    past, within = ("<", ">=") if floor else (">", "<=")
    states = (
        (f"{value} {past} {bound}", "past the bound"),
        (f"{value} {within} {bound}", "within the bound"),
        (value, "without a bound"),
    )
    expr = " or on () ".join(
        f'label_replace({each}, "is", "{name}", "", "")' for each, name in states
    )
    return replace(
        panel,
        title=title,
        kind=PanelKind.STAT,
        width=3,
        height=4,
        decimals=panel.decimals if decimals is None else decimals,
        queries=(Query("A", expr, "{{is}}", instant=True),),
        colors=COLORS,
    )
