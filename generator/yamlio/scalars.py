"""What an unquoted word means: the grammar that the reader and the writer share.

Words that YAML 1.1 and YAML 1.2 read alike are values; every other word that one of them takes for
more than text is a ``Surprise``, which the reader reports and the writer puts in quotes.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from generator.yamlio import codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.diagnostics import Code

Scalar: TypeAlias = str | int | float | bool | None

_WORDS = {"": None, "null": None, "true": True, "false": False}
# Eighteen digits fit every reader's 64-bit integer; 309 digits are the largest finite float.
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,308})\.[0-9]{1,345}")


@dataclass(frozen=True, slots=True)
class Surprise:
    """A word that readers of YAML disagree about; ``meant`` is what its author probably wants."""

    code: Code
    message: str
    fix: str
    meant: Scalar


@dataclass(frozen=True, slots=True)
class _Family:
    """Words of one shape; ``plain`` gives the spelling to use instead, "" for none but quotes."""

    code: Code
    shape: re.Pattern[str]
    reading: str
    plain: Callable[[str], str]


def _family(code: Code, shape: str, reading: str, plain: Callable[[str], str]) -> _Family:
    return _Family(code, re.compile(shape), reading, plain)


def _quotes(_: str) -> str:
    return ""


def _truth(word: str) -> str:
    return "true" if word.lower() in {"y", "yes", "on"} else "false"


def _lower(word: str) -> str:
    return "null" if word == "~" else word.lower()


def _whole(word: str) -> str:
    digits = word.replace("_", "").lstrip("+")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return sign + (digits.lower().removeprefix("0o").lstrip("0") or "0")


def _based(word: str) -> str:
    try:
        return str(int(word, 0))
    except ValueError:
        return ""


def _decimal(word: str) -> str:
    text = word.replace("_", "")
    if not re.search(r"[.eE]", text):
        return _whole(text)
    number = float(text)
    whole = number.is_integer() and abs(number) < 10**15
    return (
        str(int(number)) if whole else f"{number:.17f}".rstrip("0") if abs(number) < 10**15 else ""
    )


# The order decides: the first family whose shape fits the whole word speaks.
_FAMILIES = (
    _family(codes.YES_NO, r"(?i:y|n|yes|no|on|off)",
            "YAML 1.1 reads `{}` as a boolean, YAML 1.2 as text", _truth),
    _family(codes.CAPITAL, r"(?i:true|false|null)|~",
            "YAML reads `{}` as a value and not as text; here it has one spelling", _lower),
    _family(codes.BASE_SIXTY, r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?",
            "YAML 1.1 reads `{}` as a number in base sixty, YAML 1.2 as text", _quotes),
    _family(codes.OCTAL, r"[-+]?(?:0[0-9_]+|0[oO][0-9_]+)",
            "one version of YAML reads `{}` as an octal number, the other does not", _whole),
    _family(codes.HEXADECIMAL, r"[-+]?0(?:[xX][0-9a-fA-F_]+|[bB][01_]+)",
            "some readers of YAML take `{}` for a number in another base", _based),
    _family(codes.DATE, r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt\s].*)?",
            "YAML 1.1 reads `{}` as a date, YAML 1.2 as text", _quotes),
    _family(codes.LONG_NUMBER, r"-?[0-9]{19,}(?:\.[0-9]*)?|-?[0-9]+\.[0-9]{300,}",
            "`{}` has more digits than a number keeps", _quotes),
    _family(codes.EXPONENT, r"[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?[eE][-+]?[0-9]{1,9}",
            "YAML 1.1 may read `{}` as text, YAML 1.2 reads it as a number", _decimal),
    _family(codes.DECORATED_NUMBER, r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)",
            "`{}` is a number to some readers of YAML and text to others", _decimal),
    _family(codes.NOT_FINITE, r"[-+]?\.(?i:inf|nan)",
            "both versions of YAML read `{}` as a number that is not finite", _quotes),
    _family(codes.MERGE, r"<<|=",
            "YAML 1.1 takes `{}` for an instruction, YAML 1.2 for text", _quotes),
)  # fmt: skip


@lru_cache(maxsize=8192)
def read(word: str) -> Scalar | Surprise:
    """The value of an unquoted word, or why it has none that every reader agrees on."""
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word) and math.isfinite(number := float(word)):
        return number
    for family in _FAMILIES:
        if family.shape.fullmatch(word):
            return _surprise(family, word)
    return word


def _surprise(family: _Family, word: str) -> Surprise:
    shown = word if len(word) <= 40 else word[:39] + "…"  # noqa: PLR2004 - a line stays a line
    plain = family.plain(word)
    meant = read(plain) if plain else word
    if word == "<<":
        fix = "write the keys of the other mapping out"
        return Surprise(family.code, family.reading.format(shown), fix, word)
    if not plain or isinstance(meant, Surprise):
        return Surprise(
            family.code, family.reading.format(shown), f'write "{shown}" in quotes', word
        )
    fix = f'write {plain}, or "{shown}" in quotes for the text'
    return Surprise(family.code, family.reading.format(shown), fix, meant)
