"""Values files: what all environments share, and what each has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import yamlio
from generator.document import Document, header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base, Values


def base(found: Base) -> Iterator[Document]:
    """All values files of all environments: they do not depend on models."""
    for each in (*found.platform.values, *(v for s in found.platform.sites for v in s.values)):
        yield _document(each)


def _document(found: Values) -> Document:
    body = header("spec/ and generator/packs") + yamlio.dump(found.values)
    return Document(found.path, body, found.sources)
