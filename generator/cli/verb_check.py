"""``watchkeeper check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator import pipeline
from generator.cli.common import (
    CLEAN,
    FINDINGS,
    Format,
    FormatOption,
    Spec,
    cannot,
    report,
    say,
    spec_folder,
)

Paths = Annotated[
    list[Path] | None, typer.Argument(help="Show only what is found in these files or folders.")
]


def run(paths: Paths = None, spec: Spec = Path("spec"), form: FormatOption = Format.TEXT) -> None:
    """Report everything that is wrong with the specs; write nothing."""
    for path in paths or ():
        if not path.exists():
            cannot(f"there is no file or folder {path}")
    build = pipeline.build(spec_folder(spec), spec.as_posix())
    found = build.diagnostics
    if paths:
        found = tuple(each for each in found if _inside(Path(each.origin.file), paths))
    report(found, form)
    errors = any(each.is_error for each in found)
    if not errors:
        say(_verdict(build))
    raise typer.Exit(FINDINGS if errors else CLEAN)


def _verdict(build: pipeline.Build) -> str:
    """What to say when nothing that was asked for is wrong."""
    if not build.ok:
        return "no errors here, but other files have some, so nothing can be generated"
    specs = build.context.specs
    counts = f"{len(build.models)} models, {len(specs.services)} services, {len(specs.teams)} teams"
    return f"{counts}: all good"


def _inside(file: Path, wanted: list[Path]) -> bool:
    return any(file.absolute().is_relative_to(path.absolute()) for path in wanted)
