"""Sizes: how Kubernetes writes them, and how much of a volume may be filled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalog.deploy import Tree

UNITS = ("Ki", "Mi", "Gi", "Ti", "Pi")
# Prometheus drops old blocks at this share of its volume. The rest is for the log of what is not
# in a block yet, and for compaction, which writes a block before it deletes those it came from.
USABLE = 0.85


def quantity(amount: int) -> str:
    """Bytes in the largest unit that leaves a whole number."""
    found = str(amount)
    for power, unit in enumerate(UNITS, 1):
        if amount % 2 ** (10 * power) == 0:
            found = f"{amount >> (10 * power)}{unit}"
    return found


def claim(size: str, storage_class: str | None) -> Tree:
    """What asks for a volume that one pod writes to."""
    found: Tree = {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": size}},
    }
    if storage_class:
        found["storageClassName"] = storage_class
    return found


def resources(cpu: str, memory: str, limit: str) -> Tree:
    """What a container asks for, and how much memory it gets at most."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": limit}}
