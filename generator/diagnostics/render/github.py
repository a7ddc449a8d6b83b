"""Findings as workflow commands: GitHub draws them on the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics.model import sort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.diagnostics.model import Diagnostic

# actions/toolkit, packages/core/src/command.ts: % goes first, or it would escape the escapes.
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One ``::error file=...::message`` a line, in reading order."""
    return "".join(_command(each) + "\n" for each in sort(diagnostics))


def _command(found: Diagnostic) -> str:
    origin = found.origin
    place = {"file": origin.file}
    if origin.line:
        place |= {"line": str(origin.line), "col": str(origin.column)}
    place["title"] = f"{found.code.id} {found.code.name}"
    properties = ",".join(f"{key}={_escape(text, _PROPERTY)}" for key, text in place.items())
    message = f"{found.message}\nhelp: {found.fix}" if found.fix else found.message
    return f"::{found.code.severity.value} {properties}::{_escape(message, _DATA)}"


def _escape(text: str, rules: tuple[tuple[str, str], ...]) -> str:
    for raw, escaped in rules:
        text = text.replace(raw, escaped)
    return text
