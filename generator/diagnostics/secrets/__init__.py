"""Finds what looks like a secret in a text, and hides it.

Three signs: a form that only one kind of secret has, a key that says so, or letters and digits in
an order that no person would choose. What it takes for a secret may still be none; what it lets
pass may be one: a hexadecimal number as long as a commit, a digest or an id says nothing by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics.secrets import chance, forms, keys
from generator.diagnostics.secrets.found import Found, placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MASK", "Found", "find", "masked"]

MASK = "********"


def find(text: str, *, code: bool = False) -> Iterator[Found]:
    """Each secret once, in the order of the text; what stands first says what it is.

    In ``code`` a value is in quotes: ``password: str`` declares one.
    """
    end = 0
    found = (*forms.find(text), *keys.find(text, code=code), *chance.find(text))
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= end and not placeholder(text[each.start : each.end]):
            end = each.end
            yield each


def masked(text: str) -> str:
    """The text without its secrets; it has as many lines as before."""
    parts: list[str] = []
    last = 0
    for each in find(text):
        parts += [text[last : each.start], MASK, "\n" * text.count("\n", each.start, each.end)]
        last = each.end
    return "".join((*parts, text[last:]))
