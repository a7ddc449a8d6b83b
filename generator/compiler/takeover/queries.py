"""Queries of an exported board, in the form that a spec's checks accept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog.board import RATE
from generator.compiler import board_text
from generator.compiler.dashboards import panels
from generator.compiler.takeover.words import at, listed, said
from generator.spec import DashboardPanel
from generator.spec.dashboard import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.compiler.dashboards.catalogue import Catalogue, Named
    from generator.compiler.takeover.words import Json

_LEGACY = re.compile(r"\[\[(\w+)(?::\w+)?\]\]")
_VALUES = re.compile(
    r"label_values\(\s*([a-zA-Z_:][\w:]*)\s*(\{.*\})?\s*,\s*([a-zA-Z_]\w*)\s*\)", re.DOTALL
)
_WINDOW = re.compile(r"\b(rate|irate|increase)(\s*\([^\[\]]*)\[([^\[\]:]+)\]")
_SHORT = re.compile(r"(?:\d+(?:ms|s|m))+|\$\{?(?!__range\b)\w+\}?")
_ALL = "$__all"
_BY = re.compile(r"\bby\s*\(([^()]*)\)")
_USING = re.compile(r"\s*(sum|avg|min|max)\b")
_HELD = r'\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}'


@dataclass(frozen=True, slots=True)
class Choices:
    """The variables that a spec can have, and the values of those that it cannot."""

    kept: tuple[Json, ...]
    values: Mapping[str, str]
    notes: tuple[str, ...]


def choices(board: Json) -> Choices:
    """The choices at the top of a board."""
    kept, values, notes = [], {}, []
    for each in listed(at(board, "templating", "list")):
        name = said(each.get("name"))
        if each.get("type") == "datasource" or not name:
            continue
        query = at(each, "query", "query") or each.get("query")
        found = _VALUES.fullmatch(query.strip()) if isinstance(query, str) else None
        if each.get("type") == "query" and found and LABEL.fullmatch(name):
            many = bool(each.get("multi") or each.get("includeAll"))
            kept.append(_variable(name, said(each.get("label")), found, many=many))
            if found[2] or each.get("regex"):
                notes.append(f"variable {name}: which of the values are offered")
        else:
            values[name] = _value(each)
            notes.append(f"variable {name}: no values of a label; written out as {values[name]}")
    return Choices(tuple(kept), values, tuple(notes))


def _variable(name: str, title: str, found: re.Match[str], *, many: bool) -> Json:
    made: Json = {"name": name, "series": found[1]}
    if found[3] != name:
        made["label"] = found[3]
    if title and title != name:
        made["title"] = title
    return made if many else {**made, "many": False}


def _value(variable: Json) -> str:
    """What was chosen when the board was exported."""
    value = at(variable, "current", "value")
    if variable.get("type") == "constant":
        value = variable.get("query")
    words = [str(each) for each in value] if isinstance(value, list) else [str(value or _ALL)]
    return ".+" if _ALL in words or "" in words else "|".join(words)


def rewritten(expr: str, found: Choices) -> tuple[str, str]:
    """A query with known variables only and a window that grows with the time shown."""
    expr = _LEGACY.sub(r"${\1}", expr)
    for name, value in found.values.items():
        written = value.replace("\\", "\\\\")
        expr = re.sub(rf"\$\{{{name}(?::\w+)?\}}|\${name}\b", written, expr)
    changed = _WINDOW.sub(_grown, expr)
    told = f"its window became {RATE}" if changed != expr else ""
    return changed.strip(), told


def _grown(found: re.Match[str]) -> str:
    window = found[3].strip()
    if not _SHORT.fullmatch(window) or window in (RATE, "${__rate_interval}"):
        return found[0]
    return f"{found[1]}{found[2]}[{RATE}]"


def targets(panel: Json) -> Iterator[tuple[Json, str]]:
    """The queries that are not switched off, and what answers them: the default is Prometheus."""
    for target in listed(panel.get("targets")):
        if target.get("hide"):
            continue
        for holder in (target, panel):
            kind = said(at(holder, "datasource", "type"))
            if kind:
                break
        yield target, kind or "prometheus"


def named(exprs: list[str], kind: str, catalogue: Catalogue) -> Json | None:
    """The signal that would ask exactly the same, with what differs from its defaults."""
    shape = [_canonical(expr) for expr in exprs]
    for name in sorted(_reads(exprs[0])):
        for each in (name, name.removesuffix("_bucket")):
            found = catalogue.named.get(each)
            if found and found.here:
                for spec in _candidates(found, exprs[0], kind):
                    if _asks(spec, found, catalogue) == shape:
                        return spec
    return None


def _reads(expr: str) -> frozenset[str]:
    try:
        return promql.reads(board_text.filled(expr))
    except ValueError:
        return frozenset()


def _candidates(found: Named, expr: str, kind: str) -> Iterator[Json]:
    held = re.search(rf"\b{re.escape(found.name)}(?:_bucket)?{_HELD}", expr)
    grouped, using = _BY.search(expr), _USING.match(expr)
    by = [word.strip() for word in (grouped[1] if grouped else "").split(",")]
    where = {"where": held[1].strip()} if held and held[1].strip() else {}
    look = {} if kind == "graph" else {"kind": kind}
    labels = {"by": [word for word in by if word and word != "le"]}
    for more in ({}, labels, {**labels, "using": using[1]} if using else {}):
        yield {"signal": found.name, **more, **where, **look}


def _asks(spec: Json, found: Named, catalogue: Catalogue) -> list[str]:
    read = DashboardPanel.model_validate(spec)
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
