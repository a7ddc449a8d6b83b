"""``watchkeeper init``."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import CLEAN, cannot, say

Target = Annotated[Path, typer.Argument(help="Folder to write the example into.")]


def run(target: Target = Path("spec")) -> None:
    """Write a commented example spec that compiles as it is."""
    examples = resources.files("generator.cli").joinpath("example")
    files = sorted((each for each in examples.iterdir()), key=lambda each: each.name)
    present = [str(target / each.name) for each in files if (target / each.name).exists()]
    if present:
        cannot(f"{', '.join(present)} exist already; nothing was written")
    try:
        target.mkdir(parents=True, exist_ok=True)
        for each in files:
            (target / each.name).write_text(each.read_text("utf-8"), "utf-8")
            print(f"+ {target / each.name}")  # noqa: T201 - the answer
    except OSError as error:
        cannot(f"cannot write {target}: {error.strerror}")
    say(f"now run: watchkeeper generate --spec {target}")
    raise typer.Exit(CLEAN)
