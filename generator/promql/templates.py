"""The labels that an alert's Go template reads, and whether its braces balance.

A tokenizer, not a parser: promtool checks the rest of the template.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING = r'"(?:\\.|[^"\\\n])*"|`[^`]*`'
# As Go does, `}}` inside a string of an action does not end the action.
_ACTION = re.compile(rf"\{{\{{(?P<body>(?:{_STRING}|(?!\}}\}}|\{{\{{).)*?)\}}\}}", re.DOTALL)
_TOKEN = re.compile(
    rf"""
      index\s+(?:\$labels|\$?\.Labels)\s+(?P<index>{_STRING})
    | {_STRING}
    | \$labels\.(?P<variable>\w+)
    | (?<![\w)])\.Labels\.(?P<field>\w+)
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"\s*-?\s*/\*")
_BRACES = re.compile(r"\{\{|\}\}")


def template_labels(text: str) -> frozenset[str]:
    """The label names read as ``$labels.x``, ``.Labels.x`` or ``index $labels "x"``.

    Inside ``range`` or ``with``, ``.Labels`` is counted too, though it may be of another sample.
    """
    return frozenset(_labels(text))


def _labels(text: str) -> Iterator[str]:
    for action in _ACTION.finditer(text):
        if _COMMENT.match(action["body"]):
            continue
        for token in _TOKEN.finditer(action["body"]):
            name = token["variable"] or token["field"] or (token["index"] or "")[1:-1]
            if name:
                yield name


def template_faults(text: str) -> tuple[str, ...]:
    """One clause for each ``{{`` that nothing closes and each ``}}`` that nothing opened."""
    rest = _ACTION.sub(lambda action: " " * len(action[0]), text)
    return tuple(
        f"`{brace[0]}` at character {brace.start() + 1} is never "
        + ("closed" if brace[0] == "{{" else "opened")
        for brace in _BRACES.finditer(rest)
    )
