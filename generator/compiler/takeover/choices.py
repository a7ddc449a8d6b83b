"""The choices at the top of an exported board, and what their names in its texts become."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import promql
from generator.compiler.takeover.words import at, listed, said
from generator.ir.boards import Source
from generator.promql import FaultKind
from generator.spec.dashboard import LABEL
from generator.spec.types import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.compiler.takeover.words import Json

_LEGACY = re.compile(r"\[\[(\w+)(:\w+)?\]\]")
_VALUES = re.compile(
    r"label_values\(\s*([a-zA-Z_:][\w:]*)\s*(\{.*\})?\s*,\s*([a-zA-Z_]\w*)\s*\)", re.DOTALL
)
_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`"
# A label held against a text; a text by itself is passed over as a whole.
_EQUAL = re.compile(rf"(\w\s*)(!?=)(\s*)({_TEXT})|(?:{_TEXT})")
_READ = re.compile(r"(\$\{(\w+)([:.][^}]*)?\}|\$(\w+))")
_SIGNS = re.compile(r"[.+*?()|{}]")  # of regular expressions, as they can be in a value
_ALL = "$__all"
ANYTHING = ".+"


@dataclass(frozen=True, slots=True)
class Choices:
    """The variables that a spec can have, and the values of those that it cannot.

    ``renamed`` are those whose name is taken, ``several`` those that can be more than one value.
    """

    kept: tuple[Json, ...]
    values: Mapping[str, str]
    notes: tuple[str, ...]
    renamed: Mapping[str, str]
    several: frozenset[str]

    def named(self, text: str) -> str:
        """A text with the names that variables have here."""
        return _READ.sub(self._renamed, _LEGACY.sub(r"${\1\2}", text))

    def written(self, expr: str) -> tuple[str, bool]:
        """A query with known variables only; and whether `=` became `=~` for one of them."""
        plain = _LEGACY.sub(r"${\1\2}", expr)
        matched = _EQUAL.sub(self._matched, plain)
        return _READ.sub(self._put, matched), matched != plain

    def _renamed(self, found: re.Match[str]) -> str:
        new = self.renamed.get(found[2] or found[4])
        if new is None:
            return found[0]
        return f"${{{new}{found[3] or ''}}}" if found[2] else f"${new}"

    def _put(self, found: re.Match[str]) -> str:
        value = self.values.get(found[2] or found[4])
        return self._renamed(found) if value is None else value.replace("\\", "\\\\")

    def _matched(self, found: re.Match[str]) -> str:
        """With `=` Grafana's `(a|b)` would be taken for one value."""
        text = found[4]
        if not text or not any((m[2] or m[4]) in self.several for m in _READ.finditer(text)):
            return found[0]
        parts, end = [], 0
        for read in _READ.finditer(text):
            parts += [_SIGNS.sub(r"[\g<0>]", text[end : read.start()]), read[0]]
            end = read.end()
        text = "".join((*parts, _SIGNS.sub(r"[\g<0>]", text[end:])))
        return f"{found[1]}{'!' if found[2] == '!=' else '='}~{found[3]}{text}"


def choices(board: Json, catalogue: Catalogue) -> Choices:
    """The choices at the top of a board."""
    found = _Found(catalogue)
    for each in listed(at(board, "templating", "list")):
        name = said(each.get("name"))
        if each.get("type") != "datasource" and name:
            found.add(name, each)
    return Choices(
        tuple(found.kept.values()),
        found.values,
        tuple(found.notes),
        {old: each["name"] for old, each in found.kept.items() if old != each["name"]},
        frozenset(found.several),
    )


class _Found:
    """Takes variables one by one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.kept: dict[str, Json] = {}
        self.values: dict[str, str] = {}
        self.several: set[str] = set()
        self.notes: list[str] = []

    def add(self, name: str, each: Json) -> None:
        """One variable; of two with one name Grafana reads the first."""
        if name in self.kept or name in self.values:
            self.notes.append(f"its second variable {name} is left out")
            return
        asked = at(each, "query", "query") or each.get("query")
        found = _VALUES.fullmatch(asked.strip()) if isinstance(asked, str) else None
        if each.get("type") == "query" and found and LABEL.fullmatch(name) and self._known(found):
            self._keep(name, each, found)
            return
        value, several = _value(each)
        self.values[name] = value
        if several:
            self.several.add(name)
        self.notes.append(f"its variable {name} offers no label's values: {value} stands for it")

    def _keep(self, name: str, each: Json, found: re.Match[str]) -> None:
        many = bool(each.get("multi") or each.get("includeAll"))
        free = self._free(name)
        title = said(each.get("label"))[:MAX_TEXT] or name
        made: Json = {"name": free, "series": found[1]}
        if found[3] != free:
            made["label"] = found[3]
        if title != free:
            made["title"] = title
        self.kept[name] = made if many else {**made, "many": False}
        if many:
            self.several.add(name)
        if free != name:
            self.notes.append(f"its variable {name} is called {free}, as {name} is taken")
        if found[2] or each.get("regex"):
            self.notes.append(f"its variable {name} offers all values, not a part of them")

    def _free(self, name: str) -> str:
        """A name that neither Grafana nor we have taken."""
        taken = {*Source, *(each["name"] for each in self.kept.values())}
        if name not in taken and not name.startswith("__"):
            return name
        free = f"own_{name.strip('_')}"
        while free in taken:
            free += "_"
        return free

    def _known(self, found: re.Match[str]) -> bool:
        """Whether the series has the label, as far as anybody can say."""
        expr = f"count by ({found[3]}) ({found[1]})"
        faults = promql.infer(expr, self.catalogue.known.get).faults
        return all(each.kind is FaultKind.UNKNOWN_METRIC for each in faults)


def _value(variable: Json) -> tuple[str, bool]:
    """What was chosen when the board was exported, and whether that is more than one value."""
    value = at(variable, "current", "value")
    if variable.get("type") in ("constant", "textbox") and not value:
        value = variable.get("query")
    words = [str(each) for each in value] if isinstance(value, list) else [str(value or _ALL)]
    if _ALL in words or "" in words:
        return ANYTHING, True
    return "|".join(words), len(words) > 1
