"""One finding, and what is none although it looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

FEW = 6  # different characters: rows of x, or of 0
# References, and words that stand for a secret.
STANDS_FOR = re.compile(
    r"[$<%*!&]"
    r"|\.{0,2}/"
    r"|https?://[^@]*$"
    r"|\{\{|\.\.\."
    r"|x{3,}$"
    r"|(?:true|false|null|none|yes|no|on|off|redacted|hidden|required|optional|example)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """What it looks like, and where it starts and ends in the text."""

    what: str
    start: int
    end: int


def placeholder(word: str) -> bool:
    """Whether a word only holds the place of a secret."""
    long = len(word) > 2 * FEW and len(set(word)) < FEW
    return long or "EXAMPLE" in word or bool(STANDS_FOR.match(word))
