"""The parts of an Alloy configuration. None holds Alloy text: names are checked, texts are data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

# Alloy takes letters of any script; these are the ones that every tool around it takes too.
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYWORDS = ("true", "false", "null")

Value: TypeAlias = "str | int | float | bool | Reference | Call | Object | tuple[Value, ...] | None"
"""An expression. A tuple is a list, None is ``null``; a text is always a string, never a name."""


def is_identifier(text: str) -> bool:
    """Whether Alloy reads ``text`` as one identifier."""
    return bool(_IDENTIFIER.fullmatch(text)) and text not in _KEYWORDS


@dataclass(frozen=True, slots=True)
class Reference:
    """What a component exports, or a function: ``loki.write.default.receiver``.

    Raises:
        ValueError: ``path`` is not identifiers joined by dots.
    """

    path: str

    def __post_init__(self) -> None:
        _check_path(self.path, "reference")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function: ``sys.env("HOSTNAME")`` is ``Call("sys.env", ("HOSTNAME",))``.

    Raises:
        ValueError: ``function`` is not identifiers joined by dots.
    """

    function: str
    arguments: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        _check_path(self.function, "function")


@dataclass(frozen=True, slots=True)
class Object:
    """Keys with values, in the order given: ``Object((("job", "airflow"),))``.

    Raises:
        ValueError: a key comes twice, or is one that Alloy cannot hold.
    """

    fields: tuple[tuple[str, Value], ...] = ()

    def __post_init__(self) -> None:
        for key, _ in self.fields:
            # Alloy strips a key's quotes and resolves no escapes, so `a\"b` would keep its `\`.
            if not key or not key.isprintable() or '"' in key or "\\" in key:
                raise ValueError(f"an Alloy object cannot hold the key {key!r}")
        _check_unique((key for key, _ in self.fields), "key")


@dataclass(frozen=True, slots=True)
class Attribute:
    """``name = value`` in a block.

    Raises:
        ValueError: ``name`` is not an identifier.
    """

    name: str
    value: Value

    def __post_init__(self) -> None:
        if not is_identifier(self.name):
            raise ValueError(f"not an Alloy attribute name: {self.name!r}")


@dataclass(frozen=True, slots=True)
class Block:
    """``name "label" { body }``; no label is the empty string, a comment stands above the block.

    Raises:
        ValueError: the name or the label is not one that Alloy takes, an attribute comes twice,
            or the comment holds a character that cannot be seen.
    """

    name: str
    label: str = ""
    body: tuple[Attribute | Block, ...] = ()
    comment: str = ""

    def __post_init__(self) -> None:
        _check_path(self.name, "block name")
        if self.label and not is_identifier(self.label):
            raise ValueError(f"not an Alloy block label: {self.label!r}")
        _check_unique((part.name for part in self.body if isinstance(part, Attribute)), "attribute")
        if not all(line.isprintable() for line in self.comment.split("\n")):
            raise ValueError(f"not visible text in an Alloy comment: {self.comment!r}")


def _check_path(text: str, what: str) -> None:
    if not all(is_identifier(part) for part in text.split(".")):
        raise ValueError(f"not an Alloy {what}: {text!r}")


def _check_unique(names: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"the Alloy {what} {name!r} comes twice")
        seen.add(name)
