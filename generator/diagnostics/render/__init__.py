"""Findings in the form somebody reads them: a person, a program, a pull request.

A format is a module here; each is a pure function of the findings.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, assert_never

from generator.diagnostics.render.github import render_github
from generator.diagnostics.render.json import render_json
from generator.diagnostics.render.sarif import render_sarif
from generator.diagnostics.render.text import render_text, summary
from generator.diagnostics.secrets import masked

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
    """The findings in one format; ``source`` gives the lines of a file, [] if it cannot be read.

    No secret is shown, whatever the finding is about: what is printed here ends up in logs.
    """

    def lines(file: str) -> list[str]:
        text = "\n".join(source(file))
        return masked(text).split("\n") if text else []

    found = tuple(map(_masked, diagnostics))
    match output:
        case "text":
            return render_text(found, lines, colour=colour)
        case "json":
            return render_json(found)
        case "github":
            return render_github(found)
        case "sarif":
            return render_sarif(found)
        case _:
            assert_never(output)


def _masked(found: Diagnostic) -> Diagnostic:
    return replace(
        found, message=masked(found.message), value=masked(found.value), fix=masked(found.fix)
    )
