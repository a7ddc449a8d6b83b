"""Whether a run would find nothing to do, known from bytes alone: nothing is compiled for it.

The record of the last clean run holds one digest of all that went in (specs, compiler, packs,
interpreter) and one of all that came out.
"""

from __future__ import annotations

import errno
import functools
import hashlib
import json
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODE = (".py", ".md", ".json", ".txt")
ROOT = Path(__file__).parent
PLAIN = (stat.S_IFREG, stat.S_IFDIR)


@functools.cache
def code() -> str:
    """A digest of everything that is not a spec: the compiler, the packs, the interpreter."""
    files = sorted(path for path in ROOT.rglob("*") if path.suffix in CODE)
    return _digest(
        ("", sys.version.encode()),
        *((path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in files),
    )


def inputs(spec: Path, out: Path) -> str:
    """A digest of all that decides what is written to ``out``; empty where that cannot be known."""
    try:
        names = ("", f"{code()} {spec.as_posix()} {out.as_posix()}".encode())
        return _digest(names, *_files(spec))
    except OSError:
        return ""


def settled(record: Path, inputs: str, out: Path) -> int | None:
    """How many files a run would find as they should be; None where it has to look itself."""
    try:
        known = json.loads(record.read_text("utf-8"))
        if not inputs or known["inputs"] != inputs or known["outputs"] != _digest(*_files(out)):
            return None
        return int(known["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def settle(record: Path, inputs: str, written: Iterable[tuple[str, bytes]]) -> None:
    """Keeps what a clean run wrote; a folder that cannot be written is no error."""
    files = sorted(written, key=lambda each: Path(each[0]))
    found = {"inputs": inputs, "outputs": _digest(*files), "files": len(files)}
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        new = record.with_suffix(".new")
        new.write_text(json.dumps(found), "utf-8")
        new.replace(record)
    except OSError:
        return


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file by name; ``OSError`` at a link or pipe: they change unseen, or never end."""
    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        paths = [Path(folder, name) for name in (*folders, *names)]
        odd = [path for path in paths if stat.S_IFMT(path.lstat().st_mode) not in PLAIN]
        if odd:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(odd[0]))
        found += paths[len(folders) :]
    for path in sorted(found):
        yield path.relative_to(root).as_posix(), path.read_bytes()


def _digest(*parts: tuple[str, bytes]) -> str:
    digest = hashlib.blake2b(digest_size=32)
    for name, body in parts:
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
