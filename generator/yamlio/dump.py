"""The one writer: the same value gives the same bytes, which every reader of YAML reads alike."""

from __future__ import annotations

import io
import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from generator.yamlio import scalars
from generator.yamlio.text import HIDDEN

if TYPE_CHECKING:
    from yaml.nodes import Node

# One tag for everything: the emitter then writes none, and the style alone decides about quotes.
_TAG = "tag:yaml.org,2002:str"
_SIGN = "\uf8ff"  # of the private use area: no text of ours begins with it
_MARK = re.compile(rf"^( *)- {_SIGN}([0-9]+)$", re.MULTILINE)
# Text that the emitter writes inside a flow mapping as it is, in single and in double quotes.
_BARE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?")
_BRACED = re.compile(r"(?=[^,{}\[\]]*[,{}\[\]])[!-~](?:[ -~]*[!-~])?")
_PLAIN = re.compile(r"[!#-\[\]-~](?:[ !#-\[\]-~]*[!#-\[\]-~])?")
_WIDTH = 1 << 30  # never fold: a folded PromQL expression cannot be searched for


class Flow(dict[str, Any]):
    """A mapping that is written on one line: ``{record: model:info, expr: vector(1)}``."""

    __slots__ = ()


class _Emitter(yaml.CSafeDumper):
    """PyYAML's C emitter without its guesses about types."""

    def resolve(self, kind: type[Node], value: Any, implicit: Any) -> str:  # noqa: ANN401, ARG002 - PyYAML's signature
        return _TAG

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:  # noqa: ANN401 - PyYAML's signature
        """Nothing to resolve."""

    def ascend_resolver(self) -> None:
        """Nothing to resolve."""


def dump(value: object, *, flow: type[dict[str, Any]] = Flow) -> str:
    """``value`` as YAML in the order of its keys; dictionaries of type ``flow`` take one line.

    Raises:
        TypeError: for anything but str, int, float, bool, None, dict, list and tuple.
        ValueError: for a float that is not finite.
    """
    inline: list[list[str]] = []
    text = _written(_node(value, flow, inline))
    return (
        _MARK.sub(lambda found: _lines(found[1], inline[int(found[2])]), text) if inline else text
    )


def _written(node: Node) -> str:
    stream = io.StringIO()
    emitter = _Emitter(stream, width=_WIDTH, allow_unicode=True)
    emitter.open()
    emitter.serialize(node)
    emitter.close()
    # The emitter leaves reading-direction marks as they are; they stand in double quotes only.
    return HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04X}", stream.getvalue())


def _lines(indent: str, items: list[str]) -> str:
    return "\n".join(f"{indent}- {item}" for item in items)


def _inline(value: object) -> str:
    """A value on one line, as the emitter would write it inside a flow mapping."""
    if isinstance(value, str):
        return _inline_text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_inline(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _plain(value)


@lru_cache(maxsize=65536)
def _inline_text(text: str) -> str:
    style = _style(text)
    # The emitter takes as long to start as for a hundred words, and most text is as plain as this.
    if style is None and _BARE.fullmatch(text):
        return text
    if style is None and _BRACED.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    if style == '"' and _PLAIN.fullmatch(text):
        return f'"{text}"'
    node = ScalarNode(_TAG, text, style=style)
    return _written(SequenceNode(_TAG, [node], flow_style=True)).strip()[1:-1]


def _node(value: object, flow: type, inline: list[list[str]] | None) -> Node:
    """``inline`` takes what is written later; None where a list does not begin a line of its own.

    Fresh nodes every time: the emitter writes an alias for a node that it sees twice.
    """
    if isinstance(value, str):
        return ScalarNode(_TAG, value, style=_style(value))
    if isinstance(value, dict):
        one_line = isinstance(value, flow)
        below = None if one_line else inline
        items = [(_node(k, flow, below), _node(v, flow, below)) for k, v in value.items()]
        return MappingNode(_TAG, items, flow_style=one_line)
    if isinstance(value, list | tuple):
        if inline is not None and value and all(isinstance(item, flow) for item in value):
            # Thousands of constants, a line each: nodes for all their parts cost most of a run.
            inline.append([_inline(item) for item in value])
            mark = ScalarNode(_TAG, f"{_SIGN}{len(inline) - 1}")
            return SequenceNode(_TAG, [mark], flow_style=False)
        nodes = [_node(v, flow, None if isinstance(v, list | tuple) else inline) for v in value]
        return SequenceNode(_TAG, nodes, flow_style=False)
    return ScalarNode(_TAG, _plain(value))


def _plain(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    raise TypeError(f"{type(value).__name__} cannot be written as YAML")


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as YAML")
    text = f"{Decimal(repr(value)):f}"
    return text if "." in text else text + ".0"


@lru_cache(maxsize=8192)
def _style(text: str) -> str | None:
    if HIDDEN.search(text):
        return '"'
    if "\n" in text:
        # A block that starts or ends a line with a space needs indentation hints to be read back.
        hints = (
            text[0] in " \n" or text[-1] == " " or any(mark in text for mark in (" \n", "\t", "\r"))
        )
        return '"' if hints else "|"
    return None if type(scalars.read(text)) is str else '"'
