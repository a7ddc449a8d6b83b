"""Findings in the form somebody reads them: a person, a program, a pull request.

A format is a module here; each is a pure function of the findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from generator.diagnostics.render.github import render_github
from generator.diagnostics.render.json import render_json
from generator.diagnostics.render.sarif import render_sarif
from generator.diagnostics.render.text import render_text, summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.diagnostics.model import Diagnostic

Format = Literal["text", "json", "github", "sarif"]

__all__ = [
    "Format",
    "render",
    "render_github",
    "render_json",
    "render_sarif",
    "render_text",
    "summary",
]


def render(
    diagnostics: Iterable[Diagnostic],
    output: Format,
    *,
    source: Callable[[str], list[str]],
    colour: bool = False,
) -> str:
    """The findings in one format; ``source`` gives the lines of a file, [] if it cannot be read."""
    match output:
        case "text":
            return render_text(diagnostics, source, colour=colour)
        case "json":
            return render_json(diagnostics)
        case "github":
            return render_github(diagnostics)
        case "sarif":
            return render_sarif(diagnostics)
        case _:
            assert_never(output)
