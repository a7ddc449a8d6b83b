"""Log lines and traces are not drawn, so that their panels need little room."""

from __future__ import annotations

from dataclasses import replace

from generator.ir.boards import Board, Panel, PanelKind, Query, Row, Source
from generator.preview import compact, make, style
from generator.preview.prometheus import Prometheus


def panel(number: int, kind: PanelKind, x: int, y: int, height: int = 8) -> Panel:
    """A panel that is twelve columns wide, at a place."""
    sources = {PanelKind.LOGS: Source.LOGS, PanelKind.TRACES: Source.TRACES}
    queries = (Query("A", "{}", source=sources.get(kind, Source.METRICS)),)
    more = {"width": 12, "height": height, "queries": queries, "unit": ""}
    return Panel(title=f"T{number}", description="D", kind=kind, id=number, x=x, y=y, **more)  # type: ignore[arg-type] # typed by the class, not by a dict


def board(*rows: Row) -> Board:
    """A board of these rows."""
    return Board("b", "B", "", "f", "p", rows, (Source.LOGS,))


def test_what_stands_below_moves_up() -> None:
    """Panels of logs and traces side by side become low; the next row follows them."""
    high = board(
        Row(1, "R", 0, (panel(1, PanelKind.LOGS, 0, 1, 10), panel(2, PanelKind.TRACES, 12, 1))),
        Row(2, "S", 11, (panel(3, PanelKind.GRAPH, 0, 12),)),
    )
    logs, other = compact.compact(high).rows
    assert [p.height for p in logs.panels] == [compact.HEIGHT] * 2
    assert other.y == 11 - (10 - compact.HEIGHT)
    assert (other.panels[0].y, other.panels[0].height) == (12 - (10 - compact.HEIGHT), 8)


def test_logs_beside_a_graph_stay_as_high() -> None:
    """Nothing becomes smaller where the room would stay empty, and nothing else moves."""
    mixed = board(
        Row(1, "R", 0, (panel(1, PanelKind.LOGS, 0, 1), panel(2, PanelKind.GRAPH, 12, 1))),
        Row(2, "S", 9, (panel(3, PanelKind.GRAPH, 0, 10),)),
    )
    assert compact.compact(mixed) == mixed


def test_a_preview_is_drawn_so() -> None:
    """The picture of a board with log lines is as high as its low panel."""
    row = Row(1, "R", 0, (panel(1, PanelKind.LOGS, 0, 1, 20),))
    (made,) = make.made([replace(board(row), variables=())], Prometheus("http://127.0.0.1:1"), 0)
    high = 92 + style.height(1 + compact.HEIGHT) + style.EDGES
    assert f'height="{high:g}"' in made.files["b.svg"].decode()
