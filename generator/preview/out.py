"""The folder of a preview: replaced whole, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = ".watchkeeper-preview"  # in each folder that is ours


def ours(folder: Path) -> bool:
    """Whether nothing is lost when the folder is replaced."""
    if not folder.exists() and not folder.is_symlink():
        return True
    if folder.is_symlink() or not folder.is_dir():
        return False
    return (folder / MARK).is_file() or not any(folder.iterdir())


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Makes the folder hold these files and no others.

    Raises ``OSError``; then the folder is as it was.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh, old = staging / "new", staging / "old"
        fresh.mkdir()
        for name, body in {**files, MARK: b""}.items():
            (fresh / name).write_bytes(body)
        if folder.exists():
            folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(staging, ignore_errors=True)
