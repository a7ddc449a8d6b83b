"""ServiceMonitors and PodMonitors: one file per pack."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from generator.document import of_pack
from generator.emit.monitors.objects import monitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document import Document
    from generator.ir import Base


def base(found: Base) -> Iterator[Document]:
    """The monitors of each pack; they carry the labels that Prometheus selects objects by."""
    by_pack = sorted(found.platform.monitors, key=attrgetter("path", "name"))
    for path, each in groupby(by_pack, attrgetter("path")):
        monitors = tuple(each)
        yield of_pack(path, monitors[0].pack, (monitor(one, found.selector) for one in monitors))
