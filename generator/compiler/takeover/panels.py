"""One panel of an exported board → a panel of a spec, if its checks accept it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.catalog.board import Board, Row, Variable
from generator.compiler import proof_board_codes, proof_boards
from generator.compiler.dashboards import panels
from generator.compiler.layout import Home, laid_out
from generator.compiler.takeover import queries, words
from generator.compiler.takeover.words import at, listed, said
from generator.ir.boards import PanelKind
from generator.spec import DashboardPanel
from generator.spec.dashboard import TARGET
from generator.spec.types import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.compiler.takeover.queries import Choices
    from generator.compiler.takeover.words import Json

NO_WORDS = "Taken over from Grafana, where it had no description."
ASKED = {"logs": "loki", "traces": "tempo"}  # what answers a kind; Prometheus the rest
PASSED = (proof_board_codes.UNKNOWN_SERIES, proof_board_codes.UNUSED)  # a warning; told of later


@dataclass
class Panels:
    """Takes panels over; ``notes`` are what could not be carried: (panel, what)."""

    catalogue: Catalogue
    choices: Choices
    notes: list[tuple[str, str]] = field(default_factory=list)

    def taken(self, panel: Json) -> Json | str | None:
        """The panel, its signal's name alone, or nothing."""
        title = said(panel.get("title"))[:MAX_TEXT] or f"Panel {panel.get('id', '')}".strip()
        type_ = said(panel.get("type")) or "none"
        kind, told = words.KINDS.get(type_, ("", ""))
        if not kind:
            self.notes.append((title, f"the panel: there is no kind like {type_}"))
            return None
        found = list(self._queries(panel, title, kind))
        if not found:
            self.notes.append((title, "the panel: none of its queries is left"))
            return None
        made = self._made(panel, title, kind, found)
        if made is None:
            return None
        self.notes += ((title, each) for each in (told, *words.lost(panel)) if each)
        return made["signal"] if list(made) == ["signal"] else made

    def _queries(self, panel: Json, title: str, kind: str) -> Iterator[Json]:
        for target, source in queries.targets(panel):
            ref = target.get("refId", "?")
            wanted = ASKED.get(kind, "prometheus")
            expr = target.get("query" if kind == "traces" else "expr")
            if source != wanted or not isinstance(expr, str) or not expr.strip():
                self.notes.append((title, f"query {ref}: {kind} are not asked of {source} so"))
                continue
            expr, told = queries.rewritten(expr, self.choices)
            if told and wanted == "prometheus":
                self.notes.append((title, f"query {ref}: {told}"))
            legend = said(target.get("legendFormat"))
            made: Json = {"query": expr}
            if legend and legend != "__auto":
                made["legend"] = legend
            yield made

    def _made(self, panel: Json, title: str, kind: str, found: list[Json]) -> Json | None:
        """The first form that passes: as a signal, as it is, without names of lines."""
        look = self._look(panel, title, kind)
        signal = None
        if kind not in ASKED:
            signal = queries.named([each["query"] for each in found], kind, self.catalogue)
        if signal:
            return self._of_signal(signal, look, found)
        wrong: list[str] = []
        for each in (found, [{"query": one["query"], "legend": ""} for one in found]):
            own = each[0] if len(each) == 1 else {"queries": each}
            made = {**own, **look, "description": look.get("description", NO_WORDS)}
            if not (why := self._wrong(made)):
                if wrong:
                    self.notes.append((title, f"names of lines: {wrong[0]}"))
                if "description" not in look:
                    self.notes.append((title, "a description: there was none; say what is bad"))
                return made
            wrong += why
        self.notes.append((title, f"the panel: {wrong[0]}"))
        return None

    def _of_signal(self, signal: Json, look: Json, found: list[Json]) -> Json:
        """What differs from the signal's own words."""
        named = self.catalogue.named[signal["signal"]]
        plain = panels.of_signal(DashboardPanel.model_validate(signal), named, self.catalogue)
        own = {"title": plain.title, "description": plain.description, "unit": plain.unit}
        rest = {key: each for key, each in look.items() if own.get(key) != each and key != "kind"}
        if rest.get("unit") == "count":  # what Grafana has where nobody chose
            del rest["unit"]
        legend = found[0].get("legend")
        if len(found) == 1 and legend and legend != plain.queries[0].legend:
            rest["legend"] = legend
        return {**signal, **rest}

    def _look(self, panel: Json, title: str, kind: str) -> Json:
        """Title, words, unit and size, where they are not what a panel of the kind has anyway."""
        defaults = at(panel, "fieldConfig", "defaults")
        unit = said(at(defaults, "unit"))
        if unit not in words.UNITS:
            self.notes.append((title, f"the unit {unit}: shown as a count"))
        width, height = panels.SIZES.get(PanelKind(kind), panels.SIZE)
        made: Json = {
            "title": title,
            "description": said(panel.get("description"))[:MAX_TEXT],
            "unit": "" if kind in ("table", *ASKED) else words.UNITS.get(unit, "count"),
            "kind": "" if kind == "graph" else kind,
            "width": _other(self._width(panel), width, 1, 24),
            "height": _other(at(panel, "gridPos", "h"), height, 2, 40),
            "decimals": _other(at(defaults, "decimals"), None, 0, 10),
            "stacked": at(defaults, "custom", "stacking", "mode") in ("normal", "percent"),
            "steps": words.steps(panel) if kind in words.COLORED else [],
            "links": list(self._links(panel, title)),
        }
        for key, end in (("low", "min"), ("high", "max")):
            value = at(defaults, end)
            made[key] = value if isinstance(value, int | float) else None
        return {key: each for key, each in made.items() if each not in ("", None, False, [])}

    def _width(self, panel: Json) -> object:
        span = panel.get("span")  # of 12, in boards of old
        return span * 2 if isinstance(span, int) else at(panel, "gridPos", "w")

    def _links(self, panel: Json, title: str) -> Iterator[Json]:
        for each in listed(panel.get("links")):
            url = said(each.get("url"))
            if TARGET.fullmatch(url) and not url.startswith("/d/"):
                yield {"title": said(each.get("title")) or url[:MAX_TEXT], "url": url}
            else:
                self.notes.append((title, f"the link {url}: it may lead to no board here"))

    def _wrong(self, made: Json) -> list[str]:
        """What the checks say of a board with this panel alone; what only warns is left out."""
        try:
            spec = DashboardPanel.model_validate(made)
        except ValidationError as error:
            return [str(error.errors()[0]["msg"])]
        variables = tuple(
            Variable(each["name"], "", str(each.get("label", each["name"])), each["series"])
            for each in self.choices.kept
        )
        panel = replace(panels.of_queries(spec, self.catalogue), links=())
        own = Board("any", "Any", "", (Row("Any", (panel,)),), variables)
        against = proof_boards.Against(
            self.catalogue.known,
            frozenset(proof_boards.units(self.catalogue.packs)),
            "",
            frozenset(),
        )
        found = proof_boards.check((laid_out(own, Home("any"), ""),), against)
        return [
            each.message.partition(": ")[2]
            for each in found
            if each.code not in PASSED and ", variable " not in each.message
        ]


def _other(value: object, usual: int | None, low: int, high: int) -> int | None:
    """A whole number within bounds, if it is not the usual one."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    kept = min(max(int(value), low), high)
    return None if kept == usual else kept
