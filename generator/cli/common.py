"""What the verbs share: the folders, the formats, and how findings are shown."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from generator.diagnostics.render import render, summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics import Diagnostic

CLEAN, FINDINGS, CANNOT = 0, 1, 2


class Format(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


Spec = Annotated[Path, typer.Option(help="Folder of the specs.")]
Out = Annotated[Path, typer.Option(help="Folder of the generated files.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How findings are written.")]


def say(text: str) -> None:
    """Progress, for the person who waits."""
    print(text, file=sys.stderr)  # noqa: T201 - this is the command


def cannot(text: str) -> NoReturn:
    """The command could not do its work."""
    say(f"watchkeeper: {text}")
    raise typer.Exit(CANNOT)


def spec_folder(spec: Path) -> Path:
    """The folder, or the end of the run in one sentence."""
    if not spec.is_dir():
        cannot(
            f"there is no folder {spec}; run this where the specs are, "
            "or write an example with: watchkeeper init"
        )
    return spec


def report(found: Iterable[Diagnostic], form: Format) -> None:
    """Findings on stdout, their count on stderr."""
    findings = tuple(found)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = render(findings, form.value, source=_lines, colour=colour)
    if text:
        print(text, end="" if text.endswith("\n") else "\n")  # noqa: T201 - this is the command
    if findings:
        say(summary(findings))


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
