"""Whether what was made of a board can be carried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.dashboards import codes
from generator.diagnostics import Origin
from generator.document import MOST_COPIED, carried
from generator.spec.exports import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.diagnostics import Diagnostic
    from generator.document import Document

FOLDER = "base/dashboards/"


def oversized(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """Boards of our own making that no client-side apply could bring; of exports there may be."""
    for each in documents:
        if not each.path.startswith(FOLDER) or carried(each.body) <= MOST_COPIED:
            continue
        (source,) = each.sources
        file, _, line = source.rpartition(":")
        if not source.casefold().endswith(SUFFIX):
            yield codes.TOO_LARGE.at(
                Origin(file, int(line), 1) if line.isdigit() else Origin(f"generator/packs/{line}"),
                f"the board takes {carried(each.body)} bytes as an object, of {MOST_COPIED}",
                fix="split it into two boards",
            )
