"""The beginnings of the examples that codes carry."""

from __future__ import annotations

HEAD = "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: example}\n"


def model(*lines: str) -> str:
    """A valid model with some lines more in its ``spec``."""
    start = HEAD + "spec:\n  owner: ml-risk\n  tier: 1\n  task: ranking\n"
    return start + "".join(f"  {line}\n" for line in lines)
