"""Alloy's configuration: one text for every node of an environment.

Only components and blocks that Alloy calls generally available are in it; the write-ahead log of
``loki.write`` is not among them, so files are the buffer while Loki is away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.alloy import Attribute, Block, Call, Object, Reference, render
from generator.packs.alloy import cluster, pods, traces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site

# Environments differ in these alone, so the text is the same for all of them.
CLUSTER, ENVIRONMENT = "WATCHKEEPER_CLUSTER", "WATCHKEEPER_ENVIRONMENT"


def text(site: Site) -> str:
    """The configuration; what has no store in this environment is not collected."""
    return render(tuple(_blocks(site)))


def _blocks(site: Site) -> Iterator[Block]:
    push = site.addresses.get("logs.push")
    if push:
        receiver = Reference("loki.write.loki.receiver")
        yield from pods.blocks(site.logs, receiver)
        yield from cluster.events(receiver)
        yield from cluster.kernel(receiver)
        yield write(push)
    yield from traces.blocks(site)
    yield from cluster.rules(site)


def write(push: str) -> Block:
    """What sends lines to Loki."""
    endpoint = (
        Attribute("url", push),
        # For as long as Loki is away nothing is given up, and reading of files waits.
        Attribute("max_backoff_retries", 0),
        Attribute("max_backoff_period", "1m"),
    )
    labels = (
        ("cluster", Call("sys.env", (CLUSTER,))),
        ("environment", Call("sys.env", (ENVIRONMENT,))),
    )
    return Block(
        "loki.write",
        "loki",
        (Block("endpoint", body=endpoint), Attribute("external_labels", Object(labels))),
    )
