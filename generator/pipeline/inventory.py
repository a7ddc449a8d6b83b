"""``inventory.json``: every output, and the specs and packs it came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

PATH = "inventory.json"
VERSION = 1


def inventory(documents: Iterable[Document]) -> Document:
    """One line per output or source, so that two people who add models do not meet."""
    lines = [
        f"    {json.dumps(each.path)}: {_sources(each.sources)}"
        for each in sorted(documents, key=lambda each: each.path)
    ]
    body = f'{{\n  "version": {VERSION},\n  "outputs": {{\n' + ",\n".join(lines) + "\n  }\n}\n"
    return Document(PATH, body, ())


def _sources(sources: tuple[str, ...]) -> str:
    if len(sources) <= 1:
        return json.dumps(list(sources))
    return "[\n" + ",\n".join(f"      {json.dumps(each)}" for each in sources) + "\n    ]"


def paths(text: str) -> frozenset[str]:
    """The outputs an inventory lists; none for text that is no inventory of ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return frozenset()
    outputs = found.get("outputs") if isinstance(found, dict) else None
    return frozenset(outputs) if isinstance(outputs, dict) else frozenset()
