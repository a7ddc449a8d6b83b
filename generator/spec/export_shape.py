"""What stands where in a board that was exported, and what may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from generator.spec import export_codes as codes
from generator.spec.board_limits import LONGEST_TITLE
from generator.spec.dashboard import FOLDER_NAME, LONGEST_UID, UID
from generator.spec.json_text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.diagnostics import Code
    from generator.spec.json_text import Path

Finding = tuple["Code", "Path", str, str, str]  # (code, path, message, value, fix)
# Panels that need no query of their own.
SILENT = (
    *("row", "text", "dashlist", "news", "alertlist", "annolist", "welcome", "gettingstarted"),
    *("canvas", "pluginlist", "debug"),
)
NUMBER = (int, float)
# What Grafana reads, as types: an object has keys, a list one kind of member; null is anything.
BOARD: dict[str, Any] = {
    "tags": [str],
    "time": {"from": str, "to": str},
    "templating": {"list": [{"name": str, "type": str, "label": str}]},
    "links": [{}],
    "description": str,
}
PANEL: dict[str, Any] = {
    "type": str,
    "title": str,
    "description": str,
    "id": NUMBER,
    "gridPos": dict.fromkeys("xywh", NUMBER),
    "targets": [{"refId": str}],
    "panels": [{}],
    "fieldConfig": {"defaults": {}, "overrides": [{}]},
    "transformations": [{}],
    "options": {},
}


class Exported(Protocol):
    """A board and its place: the classic board ``value`` at ``path`` in its file."""

    @property
    def folder(self) -> str:
        """The folders that the file is in."""

    @property
    def value(self) -> dict[str, Any]:
        """The board."""

    @property
    def path(self) -> Path:
        """What leads to it."""

    @property
    def uid(self) -> str:
        """Its uid, or an empty text."""

    @property
    def title(self) -> str:
        """Its title, or an empty text."""

    def panels(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Every panel with the path that leads to it."""


def check(export: Exported) -> Iterator[Finding]:
    """What is wrong with the board itself, path by path."""
    path, old = export.path, "rows" in export.value and not export.value.get("panels")
    key = "rows" if old else "panels"
    panels = export.value.get(key)
    whole = isinstance(panels, list) and all(isinstance(each, dict) for each in panels)
    if not panels or not whole:
        message = "a board has a list of panels; this has none, so it would be empty"
        yield codes.NOT_A_BOARD, (*path, key), message, "", "export a whole board"
    yield from _address(export)
    if "/" in export.folder:
        message = "the file is in a folder of a folder, and boards are delivered into one"
        fix = f"move it up, into {export.folder.partition('/')[0]}"
        yield codes.NOT_A_BOARD, path, message, export.folder, fix
    elif not FOLDER_NAME.fullmatch(export.folder):
        message = "the folder that the file is in is Grafana's too, and cannot be called so there"
        fix = "use letters, digits, spaces and a few signs, and not General"
        yield codes.NOT_A_BOARD, path, message, export.folder, fix
    yield from _typed(export.value, BOARD, path)
    for where, panel in export.panels():
        wrong = tuple(_typed(panel, PANEL, where))
        yield from wrong or _asks(where, panel)
    yield from _rearranged(export)


def _address(export: Exported) -> Iterator[Finding]:
    written, path = export.value.get("uid"), export.path
    if not UID.fullmatch(export.uid):
        size = len(export.uid)
        reason = f"has {size} characters" if size > LONGEST_UID else "has other signs"
        reason = reason if export.uid else "is no text" if written else "is missing"
        fix = f"write at most {LONGEST_UID} letters, digits, hyphens and underscores"
        yield codes.BAD_UID, (*path, "uid"), f"the uid {reason}", str(written or ""), fix
    if not export.title:
        message = "the board has no title, so Grafana refuses it"
        yield codes.NO_TITLE, (*path, "title"), message, "", "give it a title"
    elif len(export.title) > LONGEST_TITLE:
        message = f"the title has {len(export.title)} characters, of {LONGEST_TITLE}"
        yield codes.NO_TITLE, (*path, "title"), message, export.title, "write a shorter one"


def _typed(value: object, wanted: Any, path: Path) -> Iterator[Finding]:  # noqa: ANN401 - a type, or types in a list or mapping
    """Each value below that is not of the kind that Grafana reads there."""
    if isinstance(wanted, dict) and isinstance(value, dict):
        for key, kind in wanted.items():
            if value.get(key) is not None:
                yield from _typed(value[key], kind, (*path, key))
    elif isinstance(wanted, list) and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _typed(each, wanted[0], (*path, index))
    elif isinstance(wanted, dict | list) or not isinstance(value, wanted):
        message = f"{path[-1]} is {_kind(value)}, and Grafana reads {_wanted(wanted)} there"
        yield codes.OTHER_KIND, path, message, str(value)[:80], "export the board again"


def _wanted(wanted: object) -> str:
    if isinstance(wanted, dict | list):
        return _kind(wanted)
    return "text" if wanted is str else "a number"


def _kind(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "text" if isinstance(value, str) else "null" if value is None else f"the value {value}"


def _asks(path: Path, panel: dict[str, Any]) -> Iterator[Finding]:
    kind, title = text(panel.get("type")), text(panel.get("title"))
    if kind in SILENT or panel.get("targets") or panel.get("libraryPanel"):
        return
    name = title or f"number {panel.get('id', path[-1])}"
    message = f"the panel {name} has no query, so it shows nothing"
    yield codes.NO_QUERY, path, message, title, "give it a query, or delete it"


def _rearranged(export: Exported) -> Iterator[Finding]:
    """Panels with the number of another one, or on top of one, or past the edge."""
    numbers: set[object] = set()
    levels: dict[Path, list[tuple[_Place, Path, str]]] = {}
    for path, panel in export.panels():
        number, name = panel.get("id"), text(panel.get("title")) or f"number {path[-1]}"
        if isinstance(number, NUMBER) and number in numbers:
            message = f"the panel {name} has the number {number}, as another one"
            fix = "give it a number of its own, or take its id out"
            yield codes.REARRANGED, (*path, "id"), message, str(number), fix
        numbers.add(number if isinstance(number, NUMBER) else None)
        if place := _place(panel):
            levels.setdefault(path[:-1], []).append((place, path, name))
    for level in levels.values():
        yield from _overlapping(level)


_Place = tuple[float, float, float, float]  # (y, x, height, width)


def _place(panel: dict[str, Any]) -> _Place | None:
    found = panel.get("gridPos")
    values = [found.get(key) for key in "yxhw"] if isinstance(found, dict) else []
    numbers = [float(each) for each in values if isinstance(each, NUMBER)]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None  # noqa: PLR2004 - sides


def _overlapping(level: list[tuple[_Place, Path, str]]) -> Iterator[Finding]:
    above: list[tuple[_Place, str]] = []
    for place, path, name in sorted(level, key=lambda each: (each[0], each[1][-1])):
        y, x, height, width = place
        above = [each for each in above if each[0][0] + each[0][2] > y]
        other = next((n for (_, at, _, w), n in above if x < at + w and at < x + width), None)
        over = f"the panel {other}" if other else "the edge" if x < 0 or x + width > 24 else ""  # noqa: PLR2004 - columns
        if over:
            message = f"the panel {name} overlaps {over}, so Grafana moves it"
            fix = "arrange it in Grafana and export the board again"
            yield codes.REARRANGED, (*path, "gridPos"), message, name, fix
        above.append(((y, x, height, width), name))
