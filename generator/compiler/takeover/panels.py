"""One panel of an exported board → a panel of a spec, if its checks accept it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.compiler.takeover import looks, queries, signals, trial, words
from generator.compiler.takeover.words import said
from generator.spec import DashboardPanel
from generator.spec.types import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.compiler.takeover.choices import Choices
    from generator.compiler.takeover.queries import Asked
    from generator.compiler.takeover.words import Json

ASK = "write here what it shows and what is bad"
BEFORE = ("title", "query", "queries", "legend")  # what stands above a description
MOST_NAMES = 3  # metrics in a sentence


@dataclass
class Panels:
    """Takes panels over; ``notes`` are what could not be carried: (panel, what)."""

    catalogue: Catalogue
    choices: Choices
    notes: list[tuple[str, str]] = field(default_factory=list)

    def taken(self, panel: Json) -> Json | str | None:
        """The panel, its signal's name alone, or nothing."""
        title = self.choices.named(said(panel.get("title")))[:MAX_TEXT].strip()
        title = title or said(f"Panel {panel.get('id', '')}")[:MAX_TEXT]
        made, told = self._taken(panel, title)
        self.notes += ((title, each) for each in told)
        return made["signal"] if made and list(made) == ["signal"] else made

    def _taken(self, panel: Json, title: str) -> tuple[Json | None, list[str]]:
        type_ = said(panel.get("type"))
        kind, told = words.KINDS.get(type_, ("", ""))
        if not kind:
            library = "a library panel that is not in the file"
            what = f"a spec has no panel like {type_}" if type_ else library
            return None, [f"left out: {what}"]
        found, notes, why = queries.of_panel(panel, kind, self.choices)
        if not found:
            return None, [*notes, f"left out: {why or 'none of its queries is left'}"]
        look = looks.look(panel, kind, signals.measured([found[0].expr], self.catalogue))
        own = {"title": title, **look.keys}
        if "description" in own:
            own["description"] = self.choices.named(own["description"])[:MAX_TEXT]
        if "links" in own:
            named = self.choices.named
            own["links"] = [{**each, "url": named(each["url"])} for each in own["links"]]
        found = [each.scaled(look.scale) for each in found]
        made, more = self._made(own, kind, found)
        if made is None:
            return None, [*notes, *more]
        asked = [each for one in found for each in one.told]
        return made, [*notes, *asked, *([told] if told else []), *look.notes, *more]

    def _made(self, look: Json, kind: str, found: list[Asked]) -> tuple[Json | None, list[str]]:
        """The first form that passes: as a signal, as it is, with other windows or names."""
        for made, notes in self._of_signal(look, kind, found):
            if not trial.wrong(made, self.catalogue, self.choices):
                return made, notes
        refused = ""
        for written, grown, named in _forms(found):
            made, notes = self._described(_asking(written, look, named=named))
            why = trial.wrong(made, self.catalogue, self.choices)
            if not why:
                notes += _windows(found) if grown else []
                left = f"the names of its lines are left out: {refused}"
                return made, notes if named else [*notes, left]
            refused = why[0]
        return None, [f"left out: {refused}"]

    def _described(self, made: Json) -> tuple[Json, list[str]]:
        """With a description: its own, the metric's, or a gap to fill that is easy to find."""
        try:
            spec = DashboardPanel.model_validate(made)
        except ValidationError:
            return made, []  # which the checks tell of
        if trial.shown(spec, self.catalogue).description:
            return made, []
        asked = [made.get("query"), *(each["query"] for each in made.get("queries", ()))]
        names = sorted(frozenset().union(*(signals.reads(each) for each in asked if each)))
        read = f"From {', '.join(names)}; {ASK}." if 0 < len(names) <= MOST_NAMES else ""
        text = read if 0 < len(read) <= MAX_TEXT else f"{ASK[:1].upper()}{ASK[1:]}."
        before = {key: each for key, each in made.items() if key in BEFORE}
        return {**before, "description": text, **made}, ["it had no description: say what is bad"]

    def _of_signal(
        self, look: Json, kind: str, found: list[Asked]
    ) -> Iterator[tuple[Json, list[str]]]:
        """What differs from the signal's own words, with the name of its line and without."""
        exprs = [each.expr for each in found]
        signal = None if kind in looks.ASKED else signals.named(exprs, kind, self.catalogue)
        if not signal:
            return
        plain = trial.shown(DashboardPanel.model_validate(signal), self.catalogue)
        rest = {k: v for k, v in look.items() if k != "kind" and getattr(plain, k, None) != v}
        if rest.get("unit") == "count":  # what Grafana has where nobody chose
            del rest["unit"]
        pages = {f"Runbook: {name}" for name in plain.alerts}  # which it has anyway
        if links := [each for each in rest.pop("links", ()) if each["title"] not in pages]:
            rest["links"] = links
        legend = found[0].legend
        if len(found) == 1 and legend and legend != plain.queries[0].legend:
            yield {**signal, "legend": legend, **rest}, []
            note = f"the name of its line, {legend}, is left out: its query does not keep that"
            yield {**signal, **rest}, [note]
        else:
            yield {**signal, **rest}, []


def _forms(found: list[Asked]) -> Iterator[tuple[list[tuple[str, str]], bool, bool]]:
    """Queries with the names of their lines; whether windows grew, and whether names are left."""
    counts = any(each.counted for each in found)
    for grown in (False, True) if counts else (False,):
        for named in (True, False):
            yield (
                [(each.grown if grown else each.expr, each.legend) for each in found],
                grown,
                named,
            )


def _asking(found: list[tuple[str, str]], look: Json, *, named: bool) -> Json:
    """A panel of queries: title first, then what is asked."""
    asked = [
        {"query": expr, **({"legend": legend if named else ""} if legend or not named else {})}
        for expr, legend in found
    ]
    own: Json = asked[0] if len(asked) == 1 else {"queries": asked}
    return {"title": look["title"], **own, **look}


def _windows(found: list[Asked]) -> list[str]:
    return [
        f"query {each.ref}: it counts from one point to the next, not over {each.counted}"
        for each in found
        if each.counted
    ]
