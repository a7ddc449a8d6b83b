"""Findings for a person: the place, the line, a mark under it, what follows, what to do."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from generator.diagnostics.model import Severity, sort

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from generator.diagnostics.model import Diagnostic

_WIDTH = 100  # columns of a source line that are shown
_BEFORE = 40  # of them before the marked column, when the line is cut
_HELP = 56  # column of the pointer to `explain`, as far as the help leaves room
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


def render_text(
    diagnostics: Iterable[Diagnostic], source: Callable[[str], list[str]], *, colour: bool
) -> str:
    """A block of lines for each finding, in reading order, with an empty line between them.

    ``source`` gives the lines of a file, [] if there are none to show.
    """
    lines: dict[str, list[str]] = {}
    blocks = []
    for found in sort(diagnostics):
        file = found.origin.file
        if file not in lines:
            lines[file] = source(file)
        blocks.append(_block(found, lines[file], colour=colour))
    return "\n".join(blocks)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How much was found: ``3 errors, 1 warning in 2 files``."""
    found = sort(diagnostics)
    if not found:
        return "no findings"
    errors = sum(each.is_error for each in found)
    counts = ((errors, "error"), (len(found) - errors, "warning"))
    said = ", ".join(_count(number, noun) for number, noun in counts if number)
    return f"{said} in {_count(len({each.origin.file for each in found}), 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _block(found: Diagnostic, lines: list[str], *, colour: bool) -> str:
    def paint(text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if colour else text

    code, loud = found.code, _COLOURS[found.code.severity]
    origin = found.origin
    number = str(origin.line) if 0 < origin.line <= len(lines) else ""
    gutter = " " * max(len(number), 2)
    place = paint(_escape(str(origin)), _BOLD)
    block = [f"{place} {paint(code.severity.value, loud)} {paint(f'{code.id} {code.name}', _BOLD)}"]
    message = _escape(found.message)
    if number:
        shown, offset, length = _excerpt(lines[origin.line - 1], origin.column, found.value)
        block.append(f"{paint(f'{number:>2} |', _DIM)} {shown}".rstrip())
        mark = paint("^" * length, loud)
        block.append(f"{gutter} {paint('|', _DIM)} {' ' * offset}{mark} {message}")
    else:
        block.append(f"{gutter} {paint('|', _DIM)} {message}")
    help_text = f"{gutter} = help: {_escape(found.fix)}" if found.fix else f"{gutter} ="
    pad = " " * max(2, _HELP - len(help_text)) if found.fix else " help: "
    block.append(f"{help_text}{pad}{paint(f'watchkeeper explain {code.id}', _DIM)}")
    return "\n".join(block) + "\n"


def _excerpt(line: str, column: int, value: str) -> tuple[str, int, int]:
    """The part of a line to show, how many cells precede the mark in it, and the mark's length."""
    at = min(max(column - 1, 0), len(line))
    start = max(0, at - _BEFORE) if len(line) > _WIDTH else 0
    before, after = _escape(line[start:at]), line[at : start + _WIDTH]
    marked = value if value and line.startswith(value, at) else line[at : at + 1]
    head = "…" if start else ""
    tail = "…" if start + _WIDTH < len(line) else ""
    length = max(1, _cells(_escape(marked[: len(after)])))
    return head + before + _escape(after) + tail, len(head) + _cells(before), length


def _escape(text: str) -> str:
    """``text`` without anything that moves the cursor or cannot be seen."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _cells(text: str) -> int:
    """How many columns of a terminal ``text`` fills."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
