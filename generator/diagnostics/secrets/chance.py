"""Words that only chance would write.

What people write falls into parts: words, numbers, abbreviations. A random word falls into many
more for its length, and that tells the two apart where the entropy of so short a text does not.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

from generator.diagnostics.secrets import forms, keys
from generator.diagnostics.secrets.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

WHAT = "a random key or password"
RUN = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
PIECE = re.compile(r"[A-Za-z0-9+]+")
HEX = re.compile(r"(?:0x)?([0-9a-f]+|[0-9A-F]+)")
DIGITS = re.compile(r"\d")
NAMED = re.compile(r"[A-Z]?[a-z]+[0-9]*|[A-Z]+(?![a-z])[0-9]*|[0-9]+")  # Win32, HTTP2
PART = re.compile(r"[A-Za-z]+|[0-9]+")
# What they begin with says that everybody may know them.
PUBLIC = re.compile(r"(?i:sha(?:1|2|256|384|512)|md5|h1)[:-]$")
CERTIFICATE = re.compile(r"-----BEGIN [A-Z ]*CERTIFICATE[A-Z ]*-----(?s:.*?)(?:-----END|\Z)")
DIGESTS = frozenset((24, 32, 40, 56, 64, 96, 128))  # hexadecimal digits of ids, commits and digests
# Parts for each character: 2 of 10,000 names with capitals all over reach the first, 97 of 100
# random words of 32 characters do.
MIXED, PLAIN = 0.29, 0.2
SHORTEST_MIXED, SHORTEST_PLAIN = 20, 24
DIFFERENT = 10  # characters; fewer make a pattern


def find(text: str) -> Iterator[Found]:
    """Each random word that is no digest, no certificate and no text in base64."""
    public = [match.span() for match in CERTIFICATE.finditer(text)]
    for match in RUN.finditer(text):
        start, end = match.span()
        inside = any(first <= start < last for first, last in public)
        if not inside and not PUBLIC.search(text, max(0, start - 8), start) and _random(match[0]):
            yield Found(WHAT, start, end)


def _random(run: str) -> bool:
    word = run.rstrip("=")
    if not DIGITS.search(word) or PUBLIC.match(word[: word.find("-") + 1]):
        return False
    parts = (word, *word.split("/"))
    chance = any(map(_mixed, parts)) or any(map(_plain, PIECE.findall(word)))
    return chance and not _is_text(run)


def _mixed(word: str) -> bool:
    """Capitals, small letters and digits in any order."""
    both = word.lower() != word != word.upper()
    return len(word) >= SHORTEST_MIXED and both and _parts(word, NAMED) >= MIXED


def _plain(word: str) -> bool:
    """Letters of one case, and digits."""
    if len(word) < SHORTEST_PLAIN or word.lower() != word != word.upper():
        return False
    number = HEX.fullmatch(word)
    if number and len(number[1]) in DIGESTS:
        return False
    letters = sum(map(str.isalpha, word))
    return min(letters, len(word) - letters) > 1 and _parts(word, PART) >= PLAIN


def _parts(word: str, part: re.Pattern[str]) -> float:
    if len(set(word)) < DIFFERENT:
        return 0
    return len(part.findall(word)) / len(word)


def _is_text(run: str) -> bool:
    """Base64 of something readable that holds no secret itself."""
    try:
        said = base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    readable = said.replace("\n", " ").isprintable()
    return readable and not any((*forms.find(said), *keys.find(said, code=False)))
