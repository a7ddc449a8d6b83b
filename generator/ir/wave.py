"""The order in which things are installed."""

from __future__ import annotations

from enum import IntEnum


class Wave(IntEnum):
    """When something is installed in its environment: lower comes first."""

    CRDS = 0
    OPERATORS = 1
    STORES = 2
    COLLECTORS = 3
    CONFIG = 4  # our own objects
