"""A whole exported board as a document of kind Dashboard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from generator.compiler import board_text
from generator.compiler.dashboards.lower import OWN
from generator.compiler.dashboards.normal import normal
from generator.compiler.takeover.choices import choices
from generator.compiler.takeover.panels import Panels
from generator.compiler.takeover.words import Json, at, listed, said
from generator.spec.dashboard import FOLDER, UID
from generator.spec.types import MAX_TEXT, WholeSeconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.dashboards.catalogue import Catalogue
    from generator.spec import Export

FIRST = "Overview"  # the row of panels that stand above every heading
USUAL = "6h"
BOARD = "the board"
_Row = tuple[str, list[Json]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A document, and what it could not carry: (panel or board, what); empty without a panel."""

    name: str
    document: Json
    notes: tuple[tuple[str, str], ...]


def taken(export: Export, catalogue: Catalogue) -> Taken:
    """The document of one board."""
    # As it is delivered: inputs filled in, library panels in their places.
    export = replace(export, value=normal(export))
    value = export.value
    name = slug(export.title) or slug(export.uid) or "board"
    found = choices(value, catalogue)
    panels = Panels(catalogue, found)
    rows = list(_rows(value, panels))
    used = [each for each in found.kept if _asked(each["name"], rows)]
    unused = (each["name"] for each in found.kept if each not in used)
    notes = [*found.notes, *_lost(value)]
    notes += (f"its variable {each} is left out: no query that is left reads it" for each in unused)
    spec = {**_head(export, name), **({"variables": used} if used else {}), "rows": rows}
    head = {"apiVersion": "watchkeeper/v1", "kind": "Dashboard", "metadata": {"name": name}}
    document = {**head, "spec": spec} if rows else {}
    return Taken(name, document, (*panels.notes, *((BOARD, each) for each in notes)))


def _head(export: Export, name: str) -> Json:
    """What stands above the rows, where it is not what a spec has anyway."""
    spec: Json = {"title": said(export.title)[:MAX_TEXT] or name}
    if description := said(export.value.get("description"))[:MAX_TEXT]:
        spec["description"] = description
    if UID.fullmatch(export.uid) and export.uid != f"{OWN}{name}":
        spec["uid"] = export.uid
    if export.folder != FOLDER:
        spec["folder"] = export.folder
    since = _since(export.value)
    if _lasts(since) and since != USUAL:
        spec["since"] = since
    return spec


def _since(value: Json) -> str:
    return said(at(value, "time", "from")).removeprefix("now-")


def _lasts(since: str) -> bool:
    try:
        return bool(TypeAdapter(WholeSeconds).validate_python(since))
    except ValidationError:
        return False


def slug(text: str) -> str:
    """A name for files and addresses."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")[:30].strip("-")


def _rows(value: Json, panels: Panels) -> Iterator[Json]:
    used: set[str] = set()
    for title, found in _headings(value, panels):
        made = [each for panel in found if (each := panels.taken(panel)) is not None]
        if made:
            yield {"title": _free(title, used), "panels": _distinct(made, panels.catalogue)}


def _distinct(made: list[Json | str], catalogue: Catalogue) -> list[Json | str]:
    """Panels of one row with titles of their own, which their numbers come from."""
    used: set[str] = set()
    for index, each in enumerate(made):
        panel = {"signal": each} if isinstance(each, str) else each
        title = panel.get("title") or catalogue.named[panel["signal"]].title
        free = _free(title, used)
        if free != title:
            made[index] = {**panel, "title": free}
    return made


def _free(title: str, used: set[str]) -> str:
    """The title, with a number where another has it."""
    free, number = title, 1
    while free in used:
        number += 1
        more = f" ({number})"
        free = f"{title[: MAX_TEXT - len(more)]}{more}"
    used.add(free)
    return free


def _headings(value: Json, panels: Panels) -> Iterator[_Row]:
    """Headings with what stands below them, from top to bottom and from left to right."""
    for row in listed(value.get("rows")):
        yield _heading(row, FIRST, panels), listed(row.get("panels"))
    title, found = FIRST, list[Json]()
    for panel in sorted(listed(value.get("panels")), key=_place):
        if panel.get("type") == "row":
            yield title, found
            title = _heading(panel, "More", panels)
            found = sorted(listed(panel.get("panels")), key=_place)
        else:
            found.append(panel)
    yield title, found


def _heading(row: Json, other: str, panels: Panels) -> str:
    title = panels.choices.named(said(row.get("title")))[:MAX_TEXT].strip() or other
    if row.get("repeat"):
        what = said(str(row["repeat"]))
        panels.notes.append((title, f"the row stands here once, not for each value of {what}"))
    return title


def _place(panel: Json) -> tuple[float, float]:
    x, y = at(panel, "gridPos", "x"), at(panel, "gridPos", "y")
    return (y if isinstance(y, int | float) else 0, x if isinstance(x, int | float) else 0)


def _lost(value: Json) -> Iterator[str]:
    for each in listed(at(value, "annotations", "list")):
        if each.get("type") != "dashboard" and not each.get("builtIn"):
            name = said(each.get("name")) or "without a name"
            yield f"its annotation {name} is left out: a spec has none"
    if value.get("links"):
        yield "its links are left out: a spec has those of panels"
    if len(said(value.get("description"))) > MAX_TEXT:
        yield f"its description ends after {MAX_TEXT} signs"
    if (since := _since(value)) and not _lasts(since):
        yield f"its time from {since} is left out: a spec says how far back, as 6h"


def _asked(name: str, rows: list[Json]) -> bool:
    """Whether a query reads a variable."""
    panels = (each for row in rows for each in row["panels"] if isinstance(each, dict))
    for each in panels:
        texts = [each.get("query", ""), each.get("where", "")]
        texts += (one["query"] for one in each.get("queries", ()))
        if any(name in board_text.variables(text) for text in texts):
            return True
    return False
