"""Grafana dashboards: JSON of the classic schema, which is what the sidecar takes.

The newer schema must not be put into a ConfigMap: Grafana's file provisioning refuses it.
"""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING

from generator.document import MOST_COPIED, Document, carried

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base

# What YAML, which carries the text from here, may not hold or may read as the end of a line.
INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def base(found: Base) -> Iterator[Document]:
    """One file per board; the kustomization makes a ConfigMap of each."""
    for export in found.exports:
        body = json.dumps(export.value, ensure_ascii=False, indent=2, sort_keys=True)
        yield Document(f"base/{export.path}", sized(body + "\n"), (export.origin,))
    if not found.boards:
        return
    with warnings.catch_warnings():
        # The SDK prefers the newer schema, and says so at import.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="grafana")
        from generator.emit.grafana.board import text  # noqa: PLC0415 - slow, and seldom needed
    for board in found.boards:
        yield Document(f"base/{board.path}", sized(text(board)), (board.source,))


def sized(text: str) -> str:
    """A board as people read it; without line breaks where only that fits into an annotation."""
    if carried(text) > MOST_COPIED:
        text = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) + "\n"
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
