"""A whole exported board as a document of kind Dashboard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler import board_text
from generator.compiler.dashboards.lower import OWN
from generator.compiler.takeover import queries
from generator.compiler.takeover.panels import Panels
from generator.compiler.takeover.words import Json, at, listed, said
from generator.spec.dashboard import FOLDER, UID
from generator.spec.types import DURATION, MAX_TEXT

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
    value = export.value
    name = slug(export.title) or slug(export.uid) or "board"
    choices = queries.choices(value)
    panels = Panels(catalogue, choices)
    rows = list(_rows(value, panels))
    notes = [(BOARD, each) for each in (*choices.notes, *_lost(value))]
    spec: Json = {"title": said(export.title)[:MAX_TEXT] or name}
    if description := said(value.get("description"))[:MAX_TEXT]:
        spec["description"] = description
    if UID.fullmatch(export.uid) and export.uid != f"{OWN}{name}":
        spec["uid"] = export.uid
    if export.folder != FOLDER:
        spec["folder"] = export.folder
    since = said(at(value, "time", "from")).removeprefix("now-")
    if DURATION.fullmatch(since) and since != USUAL:
        spec["since"] = since
    if used := [each for each in choices.kept if _asked(each["name"], rows)]:
        spec["variables"] = used
    unused = (each["name"] for each in choices.kept if each not in used)
    notes += ((BOARD, f"variable {each}: no query that is left reads it") for each in unused)
    head = {"apiVersion": "watchkeeper/v1", "kind": "Dashboard", "metadata": {"name": name}}
    document = {**head, "spec": {**spec, "rows": rows}} if rows else {}
    return Taken(name, document, (*panels.notes, *notes))


def slug(text: str) -> str:
    """A name for files and addresses."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")[:30].strip("-")


def _rows(value: Json, panels: Panels) -> Iterator[Json]:
    seen: dict[str, int] = {}
    for title, found in _headings(value):
        made = [each for panel in found if (each := panels.taken(panel)) is not None]
        if made:
            seen[title] = seen.get(title, 0) + 1
            more = f" ({seen[title]})" if seen[title] > 1 else ""
            yield {"title": f"{title}{more}", "panels": _distinct(made)}


def _distinct(made: list[Json | str]) -> list[Json | str]:
    """Panels of one row with titles of their own, which their numbers come from."""
    seen: dict[str, int] = {}
    for index, each in enumerate(made):
        key = str(each if isinstance(each, str) else each.get("title", each.get("signal")))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1 and isinstance(each, dict):
            made[index] = {**each, "title": f"{key} ({seen[key]})"}
        elif seen[key] > 1:
            made[index] = {"signal": each, "title": f"{key} ({seen[key]})"}
    return made


def _headings(value: Json) -> Iterator[_Row]:
    """Headings with what stands below them, from top to bottom and from left to right."""
    for row in listed(value.get("rows")):
        yield said(row.get("title")) or FIRST, listed(row.get("panels"))
    title, found = FIRST, list[Json]()
    for panel in sorted(listed(value.get("panels")), key=_place):
        if panel.get("type") == "row":
            yield title, found
            title = said(panel.get("title"))[:MAX_TEXT] or "More"
            found = sorted(listed(panel.get("panels")), key=_place)
        else:
            found.append(panel)
    yield title, found


def _place(panel: Json) -> tuple[float, float]:
    x, y = at(panel, "gridPos", "x"), at(panel, "gridPos", "y")
    return (y if isinstance(y, int | float) else 0, x if isinstance(x, int | float) else 0)


def _lost(value: Json) -> Iterator[str]:
    for each in listed(at(value, "annotations", "list")):
        if each.get("type") != "dashboard" and not each.get("builtIn"):
            yield f"annotation {said(each.get('name'))}: a spec has none so far"
    if value.get("links"):
        yield "links of the board: those of its panels only"
    since = said(at(value, "time", "from"))
    if since and not DURATION.fullmatch(since.removeprefix("now-")):
        yield f"the time from {since}: a spec says how far back, as 6h"


def _asked(name: str, rows: list[Json]) -> bool:
    """Whether a query reads a variable."""
    panels = (each for row in rows for each in row["panels"] if isinstance(each, dict))
    for each in panels:
        texts = [each.get("query", ""), each.get("where", "")]
        texts += (one["query"] for one in each.get("queries", ()))
        if any(name in board_text.variables(text) for text in texts):
            return True
    return False
