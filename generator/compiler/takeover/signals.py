"""Which signal a query is: one that would ask exactly the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator import promql
from generator.catalog import Signal
from generator.compiler import board_text
from generator.compiler.dashboards import panels
from generator.spec import DashboardPanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.dashboards.catalogue import Catalogue, Named
    from generator.compiler.takeover.words import Json

_BY = re.compile(r"\bby\s*\(([^()]*)\)")
_USING = re.compile(r"\s*(sum|avg|min|max)\b")
_HELD = r'\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}'


def named(exprs: list[str], kind: str, catalogue: Catalogue) -> Json | None:
    """The signal that would ask exactly the same, with what differs from its defaults."""
    shape = [_canonical(expr) for expr in exprs]
    for name in sorted(reads(exprs[0])):
        for each in (name, name.removesuffix("_bucket")):
            found = catalogue.named.get(each)
            if found and found.here:
                for spec in _candidates(found, exprs[0], kind):
                    if _asks(spec, found, catalogue) == shape:
                        return spec
    return None


def reads(expr: str) -> frozenset[str]:
    """The metrics of a query; none where it is no PromQL."""
    try:
        return promql.reads(board_text.filled(expr))
    except ValueError:
        return frozenset()


def measured(exprs: list[str], catalogue: Catalogue) -> str:
    """The unit of what buckets of the first query are of, if it is known."""
    for name in sorted(reads(exprs[0])):
        found = catalogue.named.get(name) or catalogue.named.get(name.removesuffix("_bucket"))
        if found:
            return "seconds" if isinstance(found.subject, Signal) else found.subject.unit
    return ""


def _candidates(found: Named, expr: str, kind: str) -> Iterator[Json]:
    held = re.search(rf"\b{re.escape(found.name)}(?:_bucket)?{_HELD}", expr)
    grouped, using = _BY.search(expr), _USING.match(expr)
    by = [word.strip() for word in (grouped[1] if grouped else "").split(",")]
    where = {"where": held[1].strip()} if held and held[1].strip() else {}
    look = {} if kind == "graph" else {"kind": kind}
    labels = {"by": [word for word in by if word and word != "le"]}
    how = {"using": using[1]} if using else {}
    for more in ({}, how, labels, {**labels, **how}):
        yield {"signal": found.name, **more, **where, **look}


def _asks(spec: Json, found: Named, catalogue: Catalogue) -> list[str]:
    try:
        read = DashboardPanel.model_validate(spec)
    except ValidationError:
        return []
    if panels.misfit(read, found)[0]:
        return []
    made = panels.of_signal(read, found, catalogue)
    return [_canonical(query.expr) for query in made.queries if not query.limit]


def _canonical(expr: str) -> str:
    """The query as Prometheus would print it, each variable a word of its own."""
    words = re.sub(r"\$\{?(__\w+)\}?", lambda m: board_text.MACROS.get(m[1], m[0]), expr)
    words = re.sub(r"\$\{(\w+)[^}]*\}|\$([A-Za-z]\w*)", lambda m: f"VAR_{m[1] or m[2]}", words)
    try:
        return " ".join(promql.pretty(words).split())
    except ValueError:
        return expr
