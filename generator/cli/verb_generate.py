"""``watchkeeper generate``."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from generator import settled
from generator.cli.common import CLEAN, Format, FormatOption, Out, Spec, say, spec_folder

FOLDER = Path(".watchkeeper")  # beside the output folder, ignored by git
MEMORY, RECORD = FOLDER / "cache.json", FOLDER / "settled.json"
POLL = 0.5  # seconds between looks at the spec folder

Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit 1 if a file would change.")
]
Env = Annotated[str, typer.Option("--env", help="Only the overlay of this environment.")]
Watch = Annotated[bool, typer.Option("--watch", help="Generate again whenever a spec changes.")]


def run(
    spec: Spec = Path("spec"),
    out: Out = Path("generated"),
    check: Check = False,
    env: Env = "",
    watch: Watch = False,
    form: FormatOption = Format.TEXT,
) -> None:
    """Compile the specs and write everything they lead to.

    Nothing is written when a spec is wrong.
    """
    spec_folder(spec)
    before = _stamp(spec)  # before the run, or an edit during it would be missed
    code = _once(spec, out, form, check=check, env=env)
    while watch:
        while _stamp(spec) == before:
            time.sleep(POLL)
        before = _stamp(spec)
        code = _once(spec, out, form, check=check, env=env)
    raise typer.Exit(code)


def _once(spec: Path, out: Path, form: Format, *, check: bool, env: str) -> int:
    given = "" if env else settled.inputs(spec, out)
    files = settled.settled(out.parent / RECORD, given, out)
    if files is not None:
        say(f"{out} is up to date" if check else f"{files} files, 0 changed")
        return CLEAN
    from generator.cli import compiling  # noqa: PLC0415 - slow, needless where nothing changed

    code, documents = compiling.run(spec, out, out.parent / MEMORY, form, check=check, env=env)
    if given and documents:
        written = ((each.path, each.body.encode()) for each in documents)
        settled.settle(out.parent / RECORD, given, written)
    return code


def _stamp(spec: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(_times(spec)))


def _times(spec: Path) -> Iterator[tuple[str, int]]:
    for path in spec.rglob("*"):
        with contextlib.suppress(OSError):  # an editor replaced the file since it was listed
            yield str(path), path.stat().st_mtime_ns
