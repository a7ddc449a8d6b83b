"""Runs the real promtool on what was generated.

promtool reads plain rule files, and what is committed are PrometheusRule objects: their groups are
unpacked into a folder that lives as long as the run.
"""

from __future__ import annotations

import concurrent.futures
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from generator import yamlio

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 600  # seconds, for one call of promtool
# One thread each and a lazy collector: as many calls as cores run side by side anyway.
FRUGAL = {"GOMAXPROCS": "1", "GOGC": "400"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What promtool said of one file or of one environment's rules."""

    subject: str
    ok: bool
    output: str


def promtool() -> str | None:
    """Where promtool is, if it is anywhere: on PATH, else in the project's tools folder."""
    return shutil.which("promtool") or shutil.which("promtool", path=".tools/bin")


def verdicts(
    generated: Path, binary: str, pack: str = "", keep: Path | None = None
) -> Iterator[Verdict]:
    """Checks the rules of the base and of every overlay, then runs every test file.

    With ``pack``, only the tests of that pack. With ``keep``, the plain files stay in that folder:
    the base in ``rules``, each overlay in ``overlays/<environment>``.
    """
    with tempfile.TemporaryDirectory(prefix="watchkeeper-") as folder:
        root = keep or Path(folder)
        jobs = [*_checks(generated, root), *_tests(generated, root, pack.replace("_", "-"))]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(lambda job: _run(binary, root, *job), jobs)


def unpack(objects: Path, target: Path) -> list[Path]:
    """Writes the groups of each PrometheusRule below ``objects`` as a plain rule file."""
    target.mkdir(parents=True, exist_ok=True)
    return [
        _unpacked(path, target)
        for path in sorted(objects.glob("*.yaml"))
        if path.name != "kustomization.yaml"
    ]


def _unpacked(path: Path, target: Path) -> Path:
    found = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    rules = target / path.name
    rules.write_text(yamlio.dump({"groups": found["spec"]["groups"]}), "utf-8")
    return rules


def _checks(generated: Path, root: Path) -> Iterator[tuple[str, list[str]]]:
    overlays = sorted((generated / "overlays").iterdir())
    folders = [(f"overlays/{path.name}", path) for path in overlays]
    for name, folder in (("rules", generated / "base" / "rules"), *folders):
        files = [str(path.relative_to(root)) for path in unpack(folder, root / name)]
        yield name, ["check", "rules", *files]


def _tests(generated: Path, root: Path, pack: str) -> Iterator[tuple[str, list[str]]]:
    for path in sorted((generated / "tests").glob("*.yaml")):
        if not pack or re.fullmatch(rf"{re.escape(pack)}(-\d+m)?", path.stem):
            shutil.copy(path, root / path.name)
            yield f"tests/{path.name}", ["test", "rules", path.name]


def _run(binary: str, root: Path, subject: str, arguments: list[str]) -> Verdict:
    try:
        done = subprocess.run(
            [str(Path(binary).absolute()), *arguments],
            cwd=root,
            env={**os.environ, **FRUGAL},
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Verdict(subject, ok=False, output=f"promtool was stopped after {TIMEOUT} seconds")
    return Verdict(subject, done.returncode == 0, done.stdout + done.stderr)
