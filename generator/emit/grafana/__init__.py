"""Grafana dashboards: JSON of the classic schema, which is what the sidecar takes.

The newer schema must not be put into a ConfigMap: Grafana's file provisioning refuses it.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from generator.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base


def base(found: Base) -> Iterator[Document]:
    """One file per board; the kustomization makes a ConfigMap of each."""
    if not found.boards:
        return
    with warnings.catch_warnings():
        # The SDK prefers the newer schema, and says so at import.
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="grafana")
        from generator.emit.grafana.board import text  # noqa: PLC0415 - slow, and seldom needed
    for board in found.boards:
        yield Document(f"base/{board.path}", text(board), (f"pack:{board.pack}",))
