"""The body of a panel, whatever its kind, below its title."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from generator.ir.boards import Color, PanelKind, Source
from generator.preview import bars, graph, heat, stat, states, style, table
from generator.preview.style import letters

if TYPE_CHECKING:
    from generator.preview.answers import Answered, Drawn

WHERE = {Source.LOGS: "log lines from Loki", Source.TRACES: "traces from Tempo"}
LINE = 18
NO_DATA = "no data"
BY_KIND = {
    PanelKind.GRAPH: graph.drawn,
    PanelKind.STAT: stat.drawn,
    PanelKind.BARS: bars.drawn,
    PanelKind.HEATMAP: heat.drawn,
    PanelKind.STATES: states.drawn,
}


def body(found: Drawn, board: Answered, size: tuple[float, float]) -> str:
    """The inside of an SVG of this size."""
    panel = found.panel
    if found.problem:
        return words(found.problem, size, style.SHADES[Color.BAD])
    if elsewhere := [query for query in panel.queries if query.source in WHERE]:
        said = f"Here Grafana shows {WHERE[elsewhere[0].source]}, found by:"
        return _note(said, elsewhere[0].expr, size)
    if not found.series:
        return letters(size[0] / 2, size[1] / 2 + 4, NO_DATA, color=style.MUTED, anchor="middle")
    if panel.kind is PanelKind.TABLE:
        return table.svg(found, size, board.choices.until)
    return BY_KIND.get(panel.kind, graph.drawn)(found, board, size)


def words(text: str, size: tuple[float, float], color: str) -> str:
    """Lines of text, as many as there is room for."""
    found = textwrap.wrap(text, max(10, int((size[0] - 24) / 6.4)))
    most = max(1, int((size[1] - 8) // LINE))
    return "".join(
        letters(12, 18 + index * LINE, line, color=color) for index, line in enumerate(found[:most])
    )


def _note(said: str, query: str, size: tuple[float, float]) -> str:
    asked = words(query, (size[0], size[1] - 30), style.MUTED)
    return letters(12, 18, said) + style.inside(asked, (0, 22), (size[0], size[1] - 22))
