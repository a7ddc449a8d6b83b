"""The types every layer reports with."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the run, a warning is shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Origin:
    """A place in a file; line and column count from 1, 0 means "the file as a whole"."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its number never changes meaning and is never used again.

    ``wrong`` and ``right`` are whole spec files (or bytes where text cannot show it). Both are
    compiled by the tests: the first must give this code, the second nothing.
    """

    id: str
    name: str
    why: str
    wrong: str | bytes
    right: str
    severity: Severity = Severity.ERROR

    def at(self, origin: Origin, message: str, *, value: object = "", fix: str = "") -> Diagnostic:
        """A finding of this kind. ``message`` says what is wrong and what would follow."""
        return Diagnostic(self, origin, message, shown(value), fix)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in one place."""

    code: Code
    origin: Origin
    message: str
    value: str = ""
    fix: str = field(default="")

    @property
    def is_error(self) -> bool:
        """Whether this finding stops the run."""
        return self.code.severity is Severity.ERROR


def shown(value: object, limit: int = 60) -> str:
    """The offending value on one line, cut to ``limit`` characters, control characters escaped."""
    text = value if isinstance(value, str) else "" if value is None else str(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def sort(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings in reading order, each once."""
    unique = {(d.origin, d.code.id, d.message, d.value): d for d in found}
    return tuple(unique[key] for key in sorted(unique))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like ``word``, or an empty string."""
    best = difflib.get_close_matches(word, sorted(set(known)), n=1, cutoff=0.75)
    return best[0] if best else ""
