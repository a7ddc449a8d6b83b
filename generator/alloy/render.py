"""The only maker of Alloy text, laid out as ``alloy fmt`` leaves it.

Where the formatter keeps what it finds, we choose: an object, and a list or call that holds one or
is wider than 80 characters, takes one line per part.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from generator.alloy.values import Attribute, Call, Object, Reference, is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.alloy.values import Block, Value

_WIDTH = 80
_INTEGERS = range(-(2**63) + 1, 2**64)  # beyond them Alloy falls back to floats, which round

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ASCII, _BASIC_PLANE = 0x7F, 0xFFFF
_SURROGATES = range(0xD800, 0xE000)

Lines = tuple[str, ...]


def render(blocks: Sequence[Block]) -> str:
    """The text of a configuration file; the same blocks give the same bytes.

    Raises:
        ValueError: two blocks have one name and label, or a value cannot be written in Alloy.
    """
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if (block.name, block.label) in seen:
            raise ValueError(f"the Alloy block {block.name} {block.label!r} is declared twice")
        seen.add((block.name, block.label))
    return "".join(f"{line}\n" for line in _body(blocks))


def _body(parts: Sequence[Attribute | Block]) -> Lines:
    lines: list[str] = []
    run: list[tuple[str, Lines]] = []
    for part in parts:
        if isinstance(part, Attribute):
            lines += [""] if lines and not run else []
            run.append((part.name, _expression(part.value)))
            continue
        lines += _aligned(run)
        run = []
        lines += ["", *_block(part)] if lines else _block(part)
    return (*lines, *_aligned(run))


def _block(block: Block) -> Lines:
    comment = [f"// {line}".rstrip() for line in block.comment.split("\n") if block.comment]
    head = f'{block.name} "{block.label}" {{' if block.label else f"{block.name} {{"
    if not block.body:
        return (*comment, f"{head} }}")
    return (*comment, head, *_indented(_body(block.body)), "}")


def _aligned(pairs: Sequence[tuple[str, Lines]]) -> Lines:
    """``name = value`` with the signs in one column down to each value of several lines."""
    lines: list[str] = []
    run: list[tuple[str, Lines]] = []
    for index, (name, value) in enumerate(pairs, 1):
        run.append((name, value))
        if len(value) > 1 or index == len(pairs):
            width = max(len(each) for each, _ in run)
            for each, (first, *rest) in run:
                lines += [f"{each:<{width}} = {first}", *rest]
            run = []
    return tuple(lines)


def _expression(value: Value) -> Lines:
    match value:
        case Call():
            return _listed(f"{value.function}(", value.arguments, ")")
        case tuple():
            return _listed("[", value, "]")
        case Object():
            return _object(value)
        case _:
            return (_literal(value),)


def _literal(value: str | float | Reference | None) -> str:
    match value:
        case str():
            return _quote(value)
        case Reference():
            return value.path
        case bool() | None:
            return json.dumps(value)
        case _:
            return _number(value)


def _listed(opening: str, values: Iterable[Value], closing: str) -> Lines:
    items = [_expression(value) for value in values]
    flat = opening + ", ".join(first for first, *_ in items) + closing
    if not items or (len(flat) <= _WIDTH and all(len(item) == 1 for item in items)):
        return (flat,)
    return (opening, *_indented(line for item in items for line in _with_comma(item)), closing)


def _object(value: Object) -> Lines:
    if not value.fields:
        return ("{}",)
    pairs = [
        (key if is_identifier(key) else f'"{key}"', _with_comma(_expression(field)))
        for key, field in value.fields
    ]
    return ("{", *_indented(_aligned(pairs)), "}")


def _with_comma(lines: Lines) -> Lines:
    return (*lines[:-1], f"{lines[-1]},")


def _indented(lines: Iterable[str]) -> Lines:
    return tuple(f"\t{line}" if line else "" for line in lines)


def _number(value: float) -> str:
    if isinstance(value, int) and value not in _INTEGERS:
        raise ValueError(f"Alloy would round the number {value}")
    if not math.isfinite(value):
        raise ValueError(f"Alloy has no number {value}")
    return repr(value)


def _quote(text: str) -> str:
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    code = ord(char)
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char.isprintable():
        return char
    if code in _SURROGATES:
        raise ValueError(f"U+{code:04X} is half a character and cannot be written in Alloy")
    if code <= _ASCII:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC_PLANE else f"\\U{code:08x}"
