"""All that is used of numpy and pyarrow comes through here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa

__all__ = ["fs", "np", "pa", "pc", "pq"]


class Late:
    """A part of pyarrow, imported when the first of its names is wanted.

    Together they take a third as long again as numpy and pyarrow do, TLS included, and only reading
    and counting need them.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:  # noqa: ANN401 - pyarrow has no types
        return getattr(import_module(self._name), attribute)


pc, pq, fs = Late("pyarrow.compute"), Late("pyarrow.parquet"), Late("pyarrow.fs")
