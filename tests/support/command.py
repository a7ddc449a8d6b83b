"""Runs the real command in a folder of its own, and looks at what it left there."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 120  # seconds until a run counts as hung
CLEAN, FINDINGS, CANNOT = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Run:
    """What one run said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All of its words, and never a stack of Python's or a bug of ours."""
        words = self.out + self.err
        assert "Traceback" not in words, words
        assert "this is a bug" not in words, words
        return words


def arguments(*words: str) -> list[str]:
    """The command line of one verb; this tree's own code, whatever is installed."""
    return [sys.executable, "-m", "generator", *words]


def environment(**more: str) -> dict[str, str]:
    """The variables of a run: this tree first, no colours."""
    tools = f"{ROOT / '.tools' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": tools, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **more}


def watchkeeper(
    folder: Path, *words: str, env: Mapping[str, str] | None = None, through: tuple[str, ...] = ()
) -> Run:
    """One finished run with ``folder`` as the current one, ``through`` a program that starts it."""
    done = subprocess.run(
        [*through, *arguments(*words)],
        cwd=folder,
        env=environment(**(env or {})),
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


def tree(folder: Path) -> dict[str, str]:
    """What every path below a folder is: the hash of a file, the target of a link, or a folder."""
    return {path.relative_to(folder).as_posix(): _state(path) for path in folder.rglob("*")}


def _state(path: Path) -> str:
    if path.is_symlink():
        return f"-> {path.readlink()}"
    if path.is_dir():
        return "folder"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "special"


def tool(name: str) -> str:
    """Where a binary is: on PATH, else in the project's tools folder; its absence is a failure."""
    found = shutil.which(name) or shutil.which(name, path=str(ROOT / ".tools" / "bin"))
    assert found, f"{name} is not installed, so this test cannot prove anything; run: make tools"
    return found
