"""The JSON Schemas of the spec kinds, for editors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base


def base(found: Base) -> Iterator[Document]:
    """One schema per kind."""
    for page in found.schemas:
        body = json.dumps(page.schema, indent=2, ensure_ascii=False) + "\n"
        yield Document(
            f"schemas/{page.kind}.json", body, (f"generator/spec/{page.kind.lower()}.py",)
        )
