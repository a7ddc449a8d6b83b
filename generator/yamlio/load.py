"""The strict reader: one pass over the parser's events gives values, places and every finding.

Events and not PyYAML's composed nodes, because the composer recurses in C (deep brackets end the
process) and forgets anchors.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.diagnostics import Origin
from generator.yamlio import codes, scalars
from generator.yamlio.text import decode, syntax_error

if TYPE_CHECKING:
    from yaml.error import Mark

    from generator.diagnostics import Code, Diagnostic

DEPTH = 32

# The place of a value with those of its children: (mark, {key: (mark of the key, Node)} | [Node]).
Node: TypeAlias = tuple[Any, Any]
Path: TypeAlias = tuple[str | int, ...]

_NONE: Any = object()  # a mapping waits for its next key
_SKIP: Any = object()  # the key was refused: its value goes nowhere


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: plain values, and where each of them stands."""

    file: str
    value: Any
    node: Node = field(repr=False, compare=False)
    line: int

    def origin(self, path: Path, *, key: bool = False) -> Origin:
        """Where the value (or the key) at ``path`` stands.

        For a path that does not exist: the key of its nearest ancestor that does.
        """
        node = self.node
        mark = key_mark = node[0]
        for step in path:
            child = _child(node, step)
            if child is None:
                return self._at(key_mark)
            key_mark, node = child
            mark = node[0]
        return self._at(key_mark if key else mark)

    def _at(self, mark: Mark) -> Origin:
        return Origin(self.file, mark.line + 1, mark.column + 1)


def _child(node: Node, step: str | int) -> tuple[Any, Node] | None:
    children = node[1]
    if isinstance(children, dict):
        found: tuple[Any, Node] | None = children.get(step)
        return found
    if isinstance(children, list) and isinstance(step, int) and 0 <= step < len(children):
        return children[step][0], children[step]
    return None


def load(text: bytes, file: str) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """Every document of a file and every finding; never raises for what a file contains.

    Where a word was refused, the document holds what its author most likely meant, so that later
    checks do not report the same mistake again. A syntax error ends the file, not the run.
    """
    decoded, refused = decode(text, file)
    if refused:
        return (), refused
    reader = _Reader(file)
    try:
        reader.run(yaml.CSafeLoader(decoded))
    except yaml.YAMLError as error:
        reader.found.append(syntax_error(error, decoded, file))
    if not reader.documents and not reader.found:
        message = "the file has no document: it declares nothing"
        reader.report(codes.EMPTY, None, message, fix="write a document, or delete the file")
    return tuple(reader.documents), tuple(reader.found)


class _Frame:
    """A mapping or a list that is being read."""

    __slots__ = ("key", "key_mark", "node", "value")

    def __init__(self, value: Any, node: Node) -> None:  # noqa: ANN401 - any YAML value
        self.value = value
        self.node = node
        self.key: Any = _NONE
        self.key_mark: Any = None


class _Reader:
    """The state of one pass over one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.documents: list[Document] = []
        self.found: list[Diagnostic] = []
        self.stack: list[_Frame] = []

    def report(
        self, code: Code, mark: Mark | None, message: str, *, value: str = "", fix: str = ""
    ) -> None:
        origin = Origin(self.file, mark.line + 1, mark.column + 1) if mark else Origin(self.file)
        self.found.append(code.at(origin, message, value=value, fix=fix))

    def run(self, parser: yaml.CSafeLoader) -> None:
        """Read to the end of the file, or to the first thing that is too deep."""
        next_event = parser.get_event
        stack = self.stack
        while True:
            event: Any = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if len(stack) >= DEPTH:
                    self._too_deep(event)
                    return
                self._open(event, {} if kind is MappingStartEvent else [])
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                frame = stack.pop()
                self._add(frame.value, frame.node)
            elif kind is AliasEvent:
                self._anchor(event, "*")
                self._add(None, (event.start_mark, None))
            elif kind is DocumentStartEvent:
                self._directive(event)
            elif kind is StreamEndEvent:
                return

    def _too_deep(self, event: Any) -> None:  # noqa: ANN401 - events are not typed
        message = f"this is nested deeper than {DEPTH} levels; the rest of the file is not read"
        self.report(codes.TOO_DEEP, event.start_mark, message, fix="flatten it")

    def _directive(self, event: Any) -> None:  # noqa: ANN401 - events are not typed
        if event.version or event.tags:
            message = "a line before this document changes how YAML is read"
            fix = "delete the line that starts with %"
            self.report(codes.DIRECTIVE, event.start_mark, message, fix=fix)

    def _anchor(self, event: Any, sign: str) -> None:  # noqa: ANN401 - events are not typed
        name = sign + event.anchor
        message = f"`{name}` makes this value depend on another line"
        fix = "write the value out"
        self.report(codes.ANCHOR, event.start_mark, message, value=name, fix=fix)

    def _tag(self, event: Any) -> None:  # noqa: ANN401 - events are not typed
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"the tag `{tag}` asks for something else than what is written"
        fix = "delete the tag; quotes make a text of anything"
        self.report(codes.TAG, event.start_mark, message, value=tag, fix=fix)

    def _open(self, event: Any, value: Any) -> None:  # noqa: ANN401 - any YAML value
        if event.anchor is not None:
            self._anchor(event, "&")
        if event.tag is not None:
            self._tag(event)
        children: Any = {} if isinstance(value, dict) else []
        self.stack.append(_Frame(value, (event.start_mark, children)))

    def _scalar(self, event: Any) -> None:  # noqa: ANN401 - events are not typed
        value = event.value
        mark = event.start_mark
        if event.anchor is not None:
            self._anchor(event, "&")
        if event.tag is not None:
            self._tag(event)
        elif event.implicit[0]:
            word = scalars.read(value)
            if type(word) is scalars.Surprise:
                self.report(word.code, mark, word.message, value=value, fix=word.fix)
                word = _SKIP if self._expects_key() else word.meant
            value = word
            if not event.value and not self._expects_key():
                mark = self._before(mark)
        self._add(value, (mark, None))

    def _before(self, mark: Mark) -> Mark:
        """The key of a value that was left out: the parser is already on a later line."""
        key_mark = self.stack[-1].key_mark if self.stack else None
        return key_mark if key_mark and key_mark.line < mark.line else mark

    def _expects_key(self) -> bool:
        return (
            bool(self.stack) and self.stack[-1].key is _NONE and type(self.stack[-1].value) is dict
        )

    def _add(self, value: Any, node: Node) -> None:  # noqa: ANN401 - any YAML value
        if not self.stack:
            self._document(value, node)
            return
        frame = self.stack[-1]
        if type(frame.value) is list:
            frame.value.append(value)
            frame.node[1].append(node)
        elif frame.key is _NONE:
            fresh = type(value) is str and value not in frame.value
            frame.key = value if fresh else self._refused_key(frame, value, node[0])
            frame.key_mark = node[0]
        else:
            if frame.key is not _SKIP:
                frame.value[frame.key] = value
                frame.node[1][frame.key] = (frame.key_mark, node)
            frame.key = _NONE

    def _refused_key(self, frame: _Frame, key: Any, mark: Mark) -> Any:  # noqa: ANN401 - any YAML value
        if type(key) is str:
            line = frame.node[1][key][0].line + 1
            message = f"`{key}` was set on line {line} and again on line {mark.line + 1}"
            self.report(codes.DUPLICATE_KEY, mark, message, value=key, fix="delete one of them")
        elif key is not _SKIP:
            shown = json.dumps(key)
            message = f"`{shown}` is no text, so it cannot be a key"
            fix = "write a word" if isinstance(key, dict | list) else f'write "{shown}" in quotes'
            self.report(codes.KEY_NOT_TEXT, mark, message, value=shown, fix=fix)
        return _SKIP

    def _document(self, value: Any, node: Node) -> None:  # noqa: ANN401 - any YAML value
        mark = node[0]
        if isinstance(value, dict):
            self.documents.append(Document(self.file, value, node, mark.line + 1))
        elif value is not None or node[1] is not None:
            kind = "a list" if isinstance(value, list) else "a single value"
            message = f"this document is {kind}, not a mapping of keys to values"
            fix = "start it with `apiVersion: watchkeeper/v1`"
            self.report(codes.NOT_A_MAPPING, mark, message, fix=fix)
