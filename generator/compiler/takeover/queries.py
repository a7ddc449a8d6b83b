"""Queries of an exported board, in the form that a spec's checks accept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.catalog.board import RATE
from generator.compiler.takeover.looks import ASKED
from generator.compiler.takeover.words import at, listed, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.compiler.takeover.choices import Choices
    from generator.compiler.takeover.words import Json

PROMETHEUS, EXPRESSION = "prometheus", "__expr__"
TITLES = {PROMETHEUS: "Prometheus", "loki": "Loki", "tempo": "Tempo"}
MATHS = ("__expr__", "-100")  # what Grafana calls its own expressions, now and before
_WINDOW = re.compile(r"\b(rate|irate|increase)(\s*\([^\[\]]*)\[([^\[\]:]+)\]")
_SHORT = re.compile(r"(?:\d+(?:ms|s|m))+|\$\{?(?!__range\b)\w+\}?")
_OPERAND = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_SIMPLE = re.compile(r"[\d.\s+*/()-]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: as it was asked, and with windows that grow with the time shown.

    ``told`` is what is not as it was; ``counted`` the windows whose counts would be others.
    """

    ref: str
    expr: str
    grown: str
    legend: str
    told: tuple[str, ...]
    counted: str = ""

    def scaled(self, scale: str) -> Asked:
        """In another measure."""
        if not scale:
            return self
        return replace(self, expr=f"({self.expr}) {scale}", grown=f"({self.grown}) {scale}")


def of_panel(panel: Json, kind: str, choices: Choices) -> tuple[list[Asked], list[str], str]:
    """The queries, what became of others, and why the panel means nothing without them, if so."""
    found, told = [], list[str]()
    wanted = ASKED.get(kind, PROMETHEUS)
    targets = list(_targets(panel))
    plain = {ref: _text(each, kind) for ref, each, source in targets if source == wanted}
    for ref, target, source in targets:
        if target.get("hide"):
            continue
        expr = plain.get(ref, "") if source == wanted else ""
        notes: tuple[str, ...] = ()
        if source == EXPRESSION and wanted == PROMETHEUS:
            expr = _calculated(target, plain)
            if not expr:
                what = said(target.get("type")) or "expression"
                return [], [], f"query {ref} is Grafana's own {what}, and a spec has none"
            notes = ("Prometheus calculates it now, and joins only lines with the same labels",)
        elif source != wanted:
            asks = TITLES.get(source, source)
            told.append(f"query {ref} asks {asks}, and such a panel only {TITLES[wanted]}")
            continue
        elif not expr:
            told.append(f"query {ref} is empty")
            continue
        found.append(_asked(ref, expr, said(target.get("legendFormat")), notes, choices))
    return found, told, ""


def _targets(panel: Json) -> Iterator[tuple[str, Json, str]]:
    """Each query with its letter and what answers it: the default is Prometheus."""
    for target in listed(panel.get("targets")):
        kind = ""
        for holder in (target, panel):
            source = holder.get("datasource")
            kind = kind or said(at(source, "type")) or (str(source) if source in MATHS else "")
        yield (
            said(target.get("refId")) or "?",
            target,
            EXPRESSION if kind in MATHS else kind or PROMETHEUS,
        )


def _text(target: Json, kind: str) -> str:
    found = target.get("query" if kind == "traces" else "expr")
    return found.strip() if isinstance(found, str) else ""


def _calculated(target: Json, plain: Mapping[str, str]) -> str:
    """Simple sums of other queries as one query; nothing where it is more than that."""
    text = said(target.get("expression"))
    refs = [found[1] or found[2] for found in _OPERAND.finditer(text)]
    simple = _SIMPLE.fullmatch(_OPERAND.sub("", text)) and "**" not in text
    if target.get("type") != "math" or not refs or not simple or not all(map(plain.get, refs)):
        return ""
    return _OPERAND.sub(lambda found: f"({plain[found[1] or found[2]]})", text)


def _asked(ref: str, expr: str, legend: str, notes: tuple[str, ...], choices: Choices) -> Asked:
    expr, matched = choices.written(expr)
    if matched:
        notes = (*notes, "= became =~, as several values can be chosen")
    rates = _WINDOW.sub(lambda found: _grown(found, ("rate", "irate")), expr)
    if rates != expr:
        notes = (*notes, f"its window became {RATE}")
    grown = _WINDOW.sub(lambda found: _grown(found, ("increase",)), rates)
    counts = [found[3] for found in _WINDOW.finditer(rates) if found[1] == "increase"]
    return Asked(
        ref,
        rates.strip(),
        grown.strip(),
        "" if legend == "__auto" else choices.named(legend),
        tuple(f"query {ref}: {each}" for each in notes),
        counts[0] if grown != rates else "",
    )


def _grown(found: re.Match[str], functions: tuple[str, ...]) -> str:
    window = found[3].strip()
    if (
        found[1] not in functions
        or not _SHORT.fullmatch(window)
        or window in (RATE, "${__rate_interval}")
    ):
        return found[0]
    return f"{found[1]}{found[2]}[{RATE}]"
