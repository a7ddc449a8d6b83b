"""What all our objects have in common: the beginning of their names, labels, and sizes as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.document import OURS

if TYPE_CHECKING:
    from generator.ir import Labels

Object = dict[str, Any]  # a Kubernetes object, as YAML has it
PREFIX = "watchkeeper-"
UNITS = (("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10))


def head(api: str, kind: str, name: str, labels: Labels = ()) -> Object:
    """The beginning of an object."""
    return {
        "apiVersion": api,
        "kind": kind,
        "metadata": {"name": f"{PREFIX}{name}", "labels": {**OURS, **dict(labels)}},
    }


def size(count: int) -> str:
    """Bytes in the largest unit that leaves a whole number."""
    return next((f"{count // n}{unit}" for unit, n in UNITS if count % n == 0), str(count))
