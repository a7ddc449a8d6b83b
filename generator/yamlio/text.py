"""From bytes to text that shows what it says, and from a parser's complaint to plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from generator.diagnostics import Origin
from generator.yamlio import codes

if TYPE_CHECKING:
    from yaml.error import Mark

    from generator.diagnostics import Diagnostic

LIMIT = 1 << 20  # bytes; the largest spec that anyone wrote was a few kilobytes

# Control characters, line ends that only YAML 1.1 knows, marks that turn the reading direction.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
    "|\r(?!\n)"
)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# What the parser says, whether the beginning of the broken thing is the better place, and the same
# for people: (problem, at the beginning, message, fix).
_WORDS = (
    (
        "found unexpected end of stream",
        True,
        "a quote opens here and is never closed",
        "close the quote",
    ),
    (
        "did not find expected ',' or",
        True,
        "a bracket opens here and is not closed, or a comma is missing in it",
        "close the bracket, or put a comma between the items",
    ),
    (
        "found character that cannot start any token",
        False,
        "a value cannot start with this character",
        "put the value in quotes",
    ),
    (
        "mapping values are not allowed",
        False,
        "a second `: ` in one line, or a line that is indented deeper than its neighbours",
        "put a value that contains `: ` in quotes, or align the line with its neighbours",
    ),
    (
        "could not find expected ':'",
        True,
        "a key without a colon",
        "write `key: value`",
    ),
    (
        "did not find expected key",
        False,
        "this line does not continue the mapping above it",
        "align it with the keys it belongs to, and quote values that contain quotes",
    ),
    (
        "did not find expected '-'",
        False,
        "this line does not continue the list above it",
        "start it with `- `, aligned with the items above",
    ),
    (
        "block sequence entries are not allowed",
        False,
        "a list cannot start on the line of its key",
        "put `- ` on the next line, or write [a, b]",
    ),
    (
        "found unknown escape character",
        False,
        "unknown escape after a backslash in double quotes",
        "write two backslashes, or use single quotes",
    ),
)


def decode(text: bytes, file: str, most: int = LIMIT) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of a file without its byte order mark, or why it is none."""
    if len(text) > most:
        return "", (too_large(len(text), file, most),)
    try:
        decoded = text.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        return "", (_not_utf8(text, error, file),)
    # Three times as quick as the search, which then runs for few files only.
    if decoded.replace("\n", "").isprintable():
        return decoded, ()
    found = HIDDEN.search(decoded)
    if found is None:
        return decoded, ()
    character = ascii(found[0])[1:-1]
    message = f"the character {character} is invisible; it hides what is really written"
    fix = "remove it, or write it as an escape in double quotes"
    origin = _origin(decoded, found.start(), file)
    return "", (codes.CONTROL.at(origin, message, value=character, fix=fix),)


def too_large(size: int, file: str, most: int = LIMIT) -> Diagnostic:
    """The finding for a file of ``size`` bytes."""
    message = f"the file has {size} bytes; here it may have {most}"
    return codes.TOO_LARGE.at(Origin(file), message, fix="split the file")


def _not_utf8(text: bytes, error: UnicodeDecodeError, file: str) -> Diagnostic:
    before = text.removeprefix(_BOM)[: error.start].decode()
    kind = "UTF-16" if text.startswith(_UTF16) else "not UTF-8, or no text at all"
    byte = f"0x{error.object[error.start]:02x}"
    message = f"the byte {byte} shows that the file is {kind}"
    origin = _origin(before, len(before), file)
    return codes.NOT_UTF8.at(origin, message, value=byte, fix="save the file as UTF-8")


def _origin(text: str, index: int, file: str) -> Origin:
    line_start = text.rfind("\n", 0, index) + 1
    return Origin(file, text.count("\n", 0, index) + 1, index - line_start + 1)


def syntax_error(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """The parser's complaint, where the author can mend it."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return codes.SYNTAX.at(Origin(file), str(error))
    lines = text.split("\n")
    problem = error.problem or "cannot be read"
    origin = _inside(error.problem_mark, lines, file)
    tab = _tab(origin, lines)
    if tab:
        return codes.TAB.at(tab, "a tab indents this line", value="\t", fix="indent with spaces")
    for said, at_start, message, fix in _WORDS:
        if said in problem:
            place = _inside(error.context_mark, lines, file) if at_start else origin
            return codes.SYNTAX.at(place, message, fix=fix)
    return codes.SYNTAX.at(origin, f"{error.context or 'while reading'}: {problem}")


def _inside(mark: Mark | None, lines: list[str], file: str) -> Origin:
    """The mark, or the last character before it: an end of file is on no line."""
    if mark is None:
        return Origin(file)
    line, column = mark.line, mark.column
    while line and (line >= len(lines) or not lines[line].strip()):
        line -= 1
        column = len(lines[line].rstrip("\r"))
    return Origin(file, line + 1, min(column, len(lines[line])) + 1)


def _tab(origin: Origin, lines: list[str]) -> Origin | None:
    if not origin.line:
        return None
    line = lines[origin.line - 1]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" not in indent or origin.column > len(indent) + 1:
        return None
    return Origin(origin.file, origin.line, indent.index("\t") + 1)
