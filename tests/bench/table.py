"""Prints rows as a Markdown table, ready to be pasted into docs/benchmarks.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | float


def show(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Prints one table, its columns aligned."""
    cells = [list(head), *([text(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    print("\n".join(["", lines[0], rule, *lines[1:], ""]), flush=True)


def text(cell: Cell) -> str:
    """A number with three digits that count, a count with its thousands apart."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}".replace(",", " ")
    return f"{cell:.2f}" if abs(cell) < 10 else f"{cell:.1f}"
