"""``watchkeeper import``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.common import CANNOT, CLEAN, FINDINGS, Format, Spec, cannot, report, say
from generator.pipeline.take_over import take_over, written


class What(StrEnum):
    """What can be taken over."""

    DASHBOARD = "dashboard"


Kind = Annotated[What, typer.Argument(help="What the file holds.")]
File = Annotated[Path, typer.Argument(help="A board that was exported from Grafana as JSON.")]
Into = Annotated[
    Path | None, typer.Option("--out", help="Folder for the YAML; SPEC/dashboards, if left out.")
]


def run(what: Kind, file: File, out: Into = None, spec: Spec = Path("spec")) -> None:
    """Turn a board of Grafana into a spec, and say what the spec cannot carry."""
    del what  # boards are all there is so far
    taken, found = take_over(file, spec)
    if taken is None:
        report(found, Format.TEXT)
        raise typer.Exit(CANNOT)
    if taken.notes:
        say("what is not as it was:")
    for subject, lost in taken.notes:
        say(f"  {subject}: {lost}")
    if not taken.document:
        say(f"nothing of {file} can be said in a spec; keep it as JSON in {spec}/dashboards")
        raise typer.Exit(FINDINGS)
    folder = out or spec / "dashboards"
    target = folder / f"{taken.name}.yaml"
    schema = os.path.relpath("generated/schemas/Dashboard.json", folder)
    _write(target, f"# yaml-language-server: $schema={schema}\n{written(taken)}")
    print(f"+ {target}")  # noqa: T201 - the answer
    say(f"now run: watchkeeper check --spec {spec} {target}")
    raise typer.Exit(CLEAN)


def _write(target: Path, text: str) -> None:
    """A new file; one that is there stays."""
    folder = target.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        cannot(f"{folder} is no folder; nothing was written")
    except OSError as error:
        cannot(f"cannot make the folder {folder}: {error.strerror}")
    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        cannot(f"{target} exists already; nothing was written")
    except OSError as error:
        cannot(f"cannot write {target}: {error.strerror}")
