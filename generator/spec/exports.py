"""Boards that were exported from Grafana: what the files below ``dashboards/`` hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from generator import yamlio
from generator.diagnostics import Origin
from generator.spec import export_codes as codes
from generator.spec import export_shape, json_text
from generator.spec.dashboard import FOLDER
from generator.spec.json_text import text
from generator.yamlio import codes as of_files

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Iterator

    from generator.diagnostics import Diagnostic
    from generator.spec.export_shape import Finding

PLACE = "dashboards"  # the folder of the specs that is looked into
SUFFIX = ".json"
MOST_BYTES = 8 << 20  # a file of this size is no board, however it is written
Path = json_text.Path


class Files(Protocol):
    """The files of a spec folder."""

    def name(self, path: pathlib.Path) -> str:
        """What messages call it."""

    def path(self, name: str) -> pathlib.Path:
        """The file of that name."""


@dataclass(frozen=True, slots=True)
class Export:
    """A board as Grafana wrote it: ``value`` is the classic board at ``path`` in its file."""

    file: str
    digest: str
    folder: str
    value: dict[str, Any]  # JSON has no narrower type
    path: Path = ()

    @property
    def uid(self) -> str:
        """The uid, or an empty text."""
        return text(self.value.get("uid"))

    @property
    def title(self) -> str:
        """The title, or an empty text."""
        return text(self.value.get("title")).strip()

    def panels(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Every panel with the path that leads to it; those of closed rows and old rows too."""
        yield from _panels(self.value, self.path)
        rows = self.value.get("rows")
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                yield from _panels(row, (*self.path, "rows", index))


def _panels(holder: dict[str, Any], path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    panels = holder.get("panels")
    for index, panel in enumerate(panels if isinstance(panels, list) else ()):
        if isinstance(panel, dict):
            here = (*path, "panels", index)
            yield here, panel
            if panel.get("type") == "row":
                yield from _panels(panel, here)


def exported(path: pathlib.Path, root: pathlib.Path) -> bool:
    """Whether a file is one that we take for a board."""
    return is_json(path) and path.relative_to(root).parts[0] == PLACE


def is_json(path: pathlib.Path) -> bool:
    """Whether a file's name ends so, in capitals too."""
    return path.suffix.casefold() == SUFFIX


def read(path: pathlib.Path, files: Files) -> tuple[Export | None, tuple[Diagnostic, ...]]:
    """The board of one file, and what is wrong with it."""
    name = files.name(path)
    content, found = yamlio.read(path, name, MOST_BYTES)
    if content is None:
        return None, found
    parts = name.split("/")
    inside = parts[parts.index(PLACE) + 1 : -1]
    return parse(content, name, "/".join(inside) or FOLDER)


def parse(
    content: bytes, name: str, folder: str = FOLDER
) -> tuple[Export | None, tuple[Diagnostic, ...]]:
    """The board in a text, and what is wrong with it; none where it cannot be told."""
    decoded = content.decode("utf-8-sig")
    if not decoded.strip():
        message = "the file is empty: there is no board in it"
        return None, (of_files.EMPTY.at(Origin(name), message, fix="export it again"),)
    try:
        value = json_text.load(decoded)
    except json_text.BrokenJsonError as broken:
        return None, (_broken(broken, decoded, name),)
    export, refused = _unwrapped(value, name, folder, hashlib.sha256(content).hexdigest())
    if export is None:
        return None, tuple(_at(decoded, name, each) for each in refused)
    wrong = (*refused, *export_shape.check(export), *_placed(value, export))
    return export, tuple(_at(decoded, name, each) for each in wrong)


def _at(decoded: str, name: str, finding: Finding) -> Diagnostic:
    code, path, message, value, fix = finding
    place = origin(decoded, name, json_text.offset(decoded, path))
    return code.at(place, message, value=value, fix=fix)


def origin(decoded: str, name: str, offset: int) -> Origin:
    """An offset as line and column."""
    start = decoded.rfind("\n", 0, offset) + 1
    return Origin(name, decoded.count("\n", 0, offset) + 1, offset - start + 1)


def position(files: Files, file: str, path: Path) -> Origin:
    """Where a value stands; reads the file a second time, so only for what is reported."""
    content, _ = yamlio.read(files.path(file), file, MOST_BYTES)
    decoded = (content or b"").decode("utf-8-sig")
    return origin(decoded, file, json_text.offset(decoded, path))


def _broken(broken: json_text.BrokenJsonError, decoded: str, name: str) -> Diagnostic:
    place = origin(decoded, name, min(broken.offset, max(len(decoded.rstrip()) - 1, 0)))
    if isinstance(broken, json_text.TooDeepError):
        return of_files.TOO_DEEP.at(place, f"this is {broken}", fix="export it again")
    if isinstance(broken, json_text.DuplicateKeyError):
        return of_files.DUPLICATE_KEY.at(place, str(broken), fix="delete one of them")
    message = f"this is no JSON: {broken}"
    return codes.BROKEN.at(place, message, fix="export it again, or mend it here")


def _unwrapped(
    value: object, name: str, folder: str, digest: str
) -> tuple[Export | None, tuple[Finding, ...]]:
    """The classic board, whatever Grafana's pages and interfaces wrapped around it."""
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "a single value"
        fix = "export one board into each file"
        return None, ((codes.NOT_A_BOARD, (), f"this file is {kind} and no board", "", fix),)
    path: Path = ()
    inner: object = value
    if isinstance(value.get("dashboard"), dict):
        path, inner = ("dashboard",), value["dashboard"]
    elif isinstance(value.get("spec"), dict) and "apiVersion" in value:
        path, inner = ("spec",), value["spec"]
        metadata = value.get("metadata")
        if "uid" not in value["spec"] and isinstance(metadata, dict):
            inner = {"uid": metadata.get("name"), **value["spec"]}
    assert isinstance(inner, dict)  # noqa: S101 - each branch above has seen to it
    if "elements" in inner or "layout" in inner:
        return None, (_newer(value, path),)
    return Export(name, digest, folder, inner, path), ()


def _newer(value: dict[str, Any], path: Path) -> Finding:
    where: Path = ("apiVersion",) if "apiVersion" in value else (*path, "elements")
    return (
        codes.NEWER,
        where,
        "this board is of Grafana's v2 format, which its provisioning of files refuses",
        text(value.get("apiVersion")),
        "export it again with the model `Classic`",
    )


def _placed(value: dict[str, Any], export: Export) -> Iterator[Finding]:
    """The folder that Grafana's interface names is not where the file is."""
    meta = value.get("meta")
    title = text(meta.get("folderTitle")).strip() if isinstance(meta, dict) else ""
    if title not in ("", "General", export.folder):
        message = f"the board was in the folder {title}, and will be in {export.folder}"
        fix = f"move the file into {PLACE}/{title}, or take folderTitle out"
        yield codes.FOLDER_LOST, ("meta", "folderTitle"), message, title, fix
