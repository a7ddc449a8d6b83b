"""Opening files that somebody else wrote: whatever they are, the answer is text or a finding."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Origin
from generator.yamlio import codes
from generator.yamlio.text import LIMIT, decode, too_large

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic

YAML = (".yaml", ".yml")


def read(
    path: Path, shown_as: str, most: int = LIMIT
) -> tuple[bytes | None, tuple[Diagnostic, ...]]:
    """The bytes of a text file of at most ``most``, or why there are none.

    Never raises for a file.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                message = "this is a pipe or a device, not a file"
                return None, (codes.UNREADABLE.at(Origin(shown_as), message, fix="name a file"),)
            if status.st_size > most:
                return None, (too_large(status.st_size, shown_as, most),)
            text = file.read(most + 1)
    except (OSError, ValueError) as error:
        return None, (_cannot_open(error, shown_as),)
    _, refused = decode(text, shown_as, most)
    return (None, refused) if refused else (text, ())


def _at_once(path: str, flags: int) -> int:
    # Without O_NONBLOCK the opening of a named pipe waits for ever.
    return os.open(path, flags | os.O_NONBLOCK)


def _cannot_open(error: OSError | ValueError, shown_as: str) -> Diagnostic:
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return _loop(shown_as)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    message = f"cannot be opened: {reason}"
    return codes.UNREADABLE.at(Origin(shown_as), message, fix="check the path and its permissions")


def _loop(shown_as: str) -> Diagnostic:
    message = "this link leads back to itself"
    return codes.BAD_LINK.at(Origin(shown_as), message, fix="delete the link")


def find(
    root: Path, suffixes: tuple[str, ...] = YAML
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Every file below ``root`` that ends so, each once, sorted; names with a dot first are unseen.

    A link is followed as long as it stays below ``root`` (a mounted ConfigMap is made of such
    links); every real folder and file is visited once, so no link can make the search endless.
    """
    if not root.is_dir():
        message = "there is no such folder"
        return (), (codes.UNREADABLE.at(Origin(str(root)), message, fix="name a folder"),)
    search = _Search(root, suffixes)
    search.run()
    return tuple(sorted(search.files)), tuple(search.found)


class _Search:
    """The state of one walk below a folder."""

    def __init__(self, root: Path, suffixes: tuple[str, ...]) -> None:
        self.suffixes = suffixes
        self.home = Path(os.path.realpath(root))
        self.folders = [(root, str(self.home))]
        self.links: list[Path] = []
        self.seen: set[str] = {str(self.home)}
        self.files: list[Path] = []
        self.found: list[Diagnostic] = []

    def run(self) -> None:
        """Real files first: a link to one of them is then a second name, not a second file."""
        while self.folders or self.links:
            if self.folders:
                self._folder(*self.folders.pop())
            else:
                self._link(self.links.pop(0))

    def _folder(self, folder: Path, real: str) -> None:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.found.append(_cannot_open(error, str(folder)))
            return
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if not _is_text(entry.name):
                self.found.append(_no_text(folder, entry.name))
                continue
            if entry.is_symlink():
                self.links.append(path)
            else:
                self._take(path, f"{real}/{entry.name}", is_folder=entry.is_dir())

    def _take(self, path: Path, real: str, *, is_folder: bool) -> None:
        if real in self.seen or not (is_folder or path.suffix.casefold() in self.suffixes):
            return
        self.seen.add(real)
        if is_folder:
            self.folders.append((path, real))
        else:
            self.files.append(path)

    def _link(self, link: Path) -> None:
        try:
            real = Path(os.path.realpath(link, strict=True))
        except OSError as error:
            if link.suffix.casefold() in self.suffixes or error.errno == errno.ELOOP:
                self.found.append(_cannot_open(error, str(link)))
            return
        if real in (self.home, *link.parent.resolve().parents) or real == link.parent.resolve():
            self.found.append(_loop(str(link)))
        elif not real.is_relative_to(self.home):
            if real.is_dir() or link.suffix.casefold() in self.suffixes:
                self.found.append(_outside(link))
        else:
            self._take(link, str(real), is_folder=real.is_dir())


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_text(folder: Path, name: str) -> Diagnostic:
    shown = name.encode(errors="backslashreplace").decode()
    message = f"the name of {shown} is not UTF-8, so it cannot be shown or sorted alike everywhere"
    return codes.UNREADABLE.at(Origin(str(folder)), message, value=shown, fix="rename it")


def _outside(link: Path) -> Diagnostic:
    message = "this link leads out of the folder, so other machines may find something else there"
    return codes.BAD_LINK.at(Origin(str(link)), message, fix="copy the file here")
