"""Reading a model's numbers by the dotted path that a spec writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

UPPER = re.compile(r"([A-Z])")


def read(numbers: BaseModel, field: str) -> tuple[bool, float | None]:
    """Whether the document sets the field, and to what; null counts as set."""
    here: object = numbers
    for part in field.split("."):
        name = UPPER.sub(r"_\1", part).lower()
        if name not in getattr(here, "model_fields_set", ()):
            return False, None
        here = getattr(here, name)
    return True, here if isinstance(here, (int, float)) else None


def is_set(numbers: BaseModel, field: str) -> bool:
    """Whether the document gives the field a value; a mapping counts, null does not."""
    here: object = numbers
    for part in field.split("."):
        name = UPPER.sub(r"_\1", part).lower()
        if name not in getattr(here, "model_fields_set", ()):
            return False
        here = getattr(here, name)
    return here is not None


def seconds(value: float) -> str:
    """A time as a spec writes it: 250ms, 1s, 2.5s is 2500ms."""
    return f"{value:g}s" if value == int(value) else f"{value * 1000:g}ms"
