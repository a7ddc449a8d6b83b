"""JSON that other programs wrote: its value, or the place where it is broken."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LEVELS = 100  # a board that people drew has some twenty
LONGEST_NUMBER = 30
Path = tuple[str | int, ...]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
# Half of a pair of escapes: a text that no file can hold.
_HALF = re.compile(
    r"\\u[dD][89abAB]\w\w(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]\w\w)\\u[dD][c-fC-F]\w\w"
)


class BrokenJsonError(ValueError):
    """Why a text is no JSON of ours: ``offset`` counts characters."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class DuplicateKeyError(BrokenJsonError):
    """A key that an object has twice."""


class TooDeepError(BrokenJsonError):
    """Levels that nobody meant."""


@dataclass(frozen=True, slots=True)
class Token:
    """A value, or a key, and where it is: ``path`` leads to it, ``again`` says of a key."""

    path: Path
    offset: int
    text: str
    again: bool = False


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """A number or word that JSON does not know."""


def text(value: object) -> str:
    """The value if it is text."""
    return value if isinstance(value, str) else ""


def load(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a text; raises ``BrokenJsonError``, and nothing else."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_refuse,
        )
        # An escape of half a character can be read, but not written.
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise BrokenJsonError(error.msg[:1].lower() + error.msg[1:], error.pos) from None
    except UnicodeEncodeError:
        half = _HALF.search(text)
        raise BrokenJsonError("half a character", half.start() if half else 0) from None
    except RecursionError:
        raise _too_deep(text) from None
    except _Refused as error:
        raise _of_token(text, str(error)) from None
    if text.count("{") + text.count("[") > MOST_LEVELS:
        _shallow(value, text)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused("")
    return found


def _whole(word: str) -> int:
    if len(word) > LONGEST_NUMBER:
        _refuse(word)
    return int(word)


def _finite(word: str) -> float:
    if not math.isfinite(float(word)):
        _refuse(word)
    return float(word)


def _refuse(word: str) -> NoReturn:
    raise _Refused(word)


def _of_token(text: str, word: str) -> BrokenJsonError:
    for token in tokens(text):
        if word and token.text == word:
            return BrokenJsonError(
                f"{word[:LONGEST_NUMBER]} is no number that JSON has", token.offset
            )
        if token.again and not word:
            return DuplicateKeyError(
                f"the key {token.path[-1]} is here a second time", token.offset
            )
    return BrokenJsonError("a number that JSON does not have", 0)


def _shallow(value: object, text: str) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MOST_LEVELS:
            raise _too_deep(text)
        children: list[object] = []
        for each in level:
            if isinstance(each, dict):
                children += each.values()
            elif isinstance(each, list):
                children += each
        level = children


def _too_deep(text: str) -> TooDeepError:
    for token in tokens(text):
        if len(token.path) >= MOST_LEVELS:
            return TooDeepError(f"nested deeper than {MOST_LEVELS} levels", token.offset)
    return TooDeepError(f"nested deeper than {MOST_LEVELS} levels", 0)


def offset(text: str, path: Path) -> int:
    """Where the value at ``path`` begins; of a path that is not there, the nearest above it."""
    best, depth = 0, -1
    for token in tokens(text):
        reached = len(token.path)
        if reached >= depth and token.path == path[:reached]:
            best, depth = token.offset, reached
    return best


def tokens(text: str) -> Iterator[Token]:
    """Every key and every value of a text that begins as JSON does, in order."""
    levels: list[_Level] = []
    for found in _TOKEN.finditer(text):
        word, top = found[0], levels[-1] if levels else None
        if word in "}]":
            del levels[-1:]
        elif word == ",":
            if top:
                top.next()
        elif top and top.wants_key:
            again = top.named(word)
            yield Token(_path(levels), found.start(), word, again)
        elif word != ":":
            yield Token(_path(levels), found.start(), word)
            if word in "{[":
                levels.append(_Level(word))


def _path(levels: list[_Level]) -> Path:
    return tuple(level.step for level in levels)


class _Level:
    """An object or a list that is being read."""

    __slots__ = ("seen", "step", "wants_key")

    def __init__(self, bracket: str) -> None:
        self.seen: set[str | int] | None = set() if bracket == "{" else None
        self.step: str | int = "" if bracket == "{" else 0
        self.wants_key = bracket == "{"

    def named(self, word: str) -> bool:
        """Takes a key; whether it was there before."""
        try:
            self.step = str(json.loads(word))
        except ValueError:
            self.step = word
        self.wants_key = False
        again = self.seen is not None and self.step in self.seen
        if self.seen is not None:
            self.seen.add(self.step)
        return again

    def next(self) -> None:
        """The next member."""
        if self.seen is not None:
            self.wants_key = True
        elif isinstance(self.step, int):
            self.step += 1
