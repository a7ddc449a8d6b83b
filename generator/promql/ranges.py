"""The windows that an expression looks back over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promql_parser import Call, MatrixSelector

from generator.promql.syntax import nodes, parse

if TYPE_CHECKING:
    from collections.abc import Iterator


def windows(expr: str) -> Iterator[tuple[str, str, int]]:
    """Function, metric and seconds of each call over a window of one metric's samples.

    Raises:
        ValueError: ``expr`` is not PromQL.
    """
    for node in nodes(parse(expr)):
        if isinstance(node, Call):
            for arg in node.args:
                if isinstance(arg, MatrixSelector):
                    seconds = round(arg.range.total_seconds())
                    yield node.func.name, arg.vector_selector.name or "", seconds
