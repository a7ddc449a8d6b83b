"""Documents → files, all or nothing; and what differs from the files that are there.

A new tree is made beside the old one and takes its place in one rename. Files that the last
inventory does not list are not ours: they are carried over and never removed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import pathlib
import shutil
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.document import Document
from generator.pipeline.inventory import PATH, inventory, paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


Documents = tuple[Document, ...]

AT_FDCWD = -100
RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that is not as it should be: ``+`` missing, ``~`` other bytes, ``-`` foreign."""

    sign: str
    path: str


def compare(documents: Iterable[Document], root: pathlib.Path) -> tuple[Difference, ...]:
    """What a write would change, by path. Foreign files count as differences too."""
    wanted = {each.path: each.body for each in documents}
    return tuple(sorted(_differences(wanted, root), key=lambda each: each.path))


def _differences(wanted: dict[str, str], root: pathlib.Path) -> Iterator[Difference]:
    present = frozenset(_files(root))
    for path, body in wanted.items():
        if path not in present:
            yield Difference("+", path)
        elif not _holds(root / path, body):
            yield Difference("~", path)
    for path in present - wanted.keys():
        yield Difference("-", path)


def _holds(path: pathlib.Path, body: str) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == body.encode()


def _files(root: pathlib.Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        links = (each for each in folders if (pathlib.Path(folder) / each).is_symlink())
        for name in (*names, *links):
            yield (pathlib.Path(folder) / name).relative_to(root).as_posix()


def write(documents: Iterable[Document], root: pathlib.Path) -> tuple[Difference, ...]:
    """Makes ``root`` hold the documents; returns what changed.

    Raises ``OSError``; then nothing changed.
    """
    wanted = {each.path: each.body for each in documents}
    root = root.resolve()
    if root.exists() and not root.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    with _alone(root):
        owned = _owned(root)
        changes = tuple(
            each for each in compare(documents, root) if each.sign != "-" or each.path in owned
        )
        if changes:
            _replace(root, wanted, owned)
    return changes


@contextlib.contextmanager
def _alone(root: pathlib.Path) -> Iterator[None]:
    """One run at a time; what killed runs left beside ``root`` then belongs to nobody and goes."""
    root.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(root.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        for left in root.parent.iterdir():
            if left.name.startswith(_prefix(root)):
                shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(folder)


def only(
    documents: Iterable[Document], root: pathlib.Path, environment: str
) -> tuple[Document, ...]:
    """The documents with everything but one environment's own taken as it is on disk.

    Nothing if there is no such environment. Raises ``FileNotFoundError`` where there is no whole
    tree to take the rest from, and ``UnicodeDecodeError`` for a file that is no text any more.
    """
    found = {each.path: each for each in documents if each.path != PATH}
    if not any(_belongs(path, environment) for path in found):
        return ()
    owned = _owned(root) - {PATH}
    if not owned:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(root / PATH))
    kept = [each for path, each in found.items() if _belongs(path, environment)]
    for path in sorted(owned):
        if not _belongs(path, environment) and (root / path).is_file():
            sources = found[path].sources if path in found else ()
            kept.append(Document(path, (root / path).read_text("utf-8"), sources))
    return (*kept, inventory(kept))


def _belongs(path: str, environment: str) -> bool:
    """Whether a document is of one environment alone."""
    match path.split("/"):
        case ["overlays" | "argocd", name, _, *_]:
            return name == environment
        case ["argocd", name]:
            return name == f"watchkeeper-{environment}.yaml"
        case ["helm", _, name]:
            return name == f"values-{environment}.yaml"
        case ["tests", "routes", name]:
            return name == f"{environment}.yaml"
    return False


def _owned(root: pathlib.Path) -> frozenset[str]:
    try:
        text = (root / PATH).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return paths(text) | {PATH}


def _replace(root: pathlib.Path, wanted: dict[str, str], owned: frozenset[str]) -> None:
    staging = pathlib.Path(tempfile.mkdtemp(prefix=_prefix(root), dir=root.parent))
    try:
        _fill(staging, root, wanted, owned)
        staging.chmod(root.stat().st_mode if root.exists() else 0o755)
        if root.exists():
            _exchange(staging, root)
        else:
            staging.rename(root)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _prefix(root: pathlib.Path) -> str:
    return f".{root.name}-watchkeeper-"


def _fill(
    staging: pathlib.Path, root: pathlib.Path, wanted: dict[str, str], owned: frozenset[str]
) -> None:
    """The new tree: unchanged files as links to the old ones, foreign files carried over."""
    for path, body in wanted.items():
        target, old = staging / path, root / path
        if _holds(old, body):
            _link(old, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body, "utf-8", newline="\n")
    for path in _files(root):
        if path not in wanted and path not in owned:
            _link(root / path, staging / path)


def _link(old: pathlib.Path, new: pathlib.Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except FileExistsError:  # somebody's file or link stands where a folder of ours must be
        raise
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _exchange(new: pathlib.Path, old: pathlib.Path) -> None:
    """Swaps two folders in one step where the system can, else in two renames."""
    libc = ctypes.CDLL(None, use_errno=True)
    swap = getattr(libc, "renameat2", None)
    if swap and swap(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE) == 0:
        return
    aside = new.with_name(f"{new.name}.old")
    old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)
