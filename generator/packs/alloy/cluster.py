"""What the cluster and its nodes say: events, the kernel, and rules for Mimir."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.alloy import Attribute, Block, Object, Reference
from generator.catalog import stages
from generator.packs.alloy import lines
from generator.packs.alloy.pods import NODE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site

# All collectors form a cluster; one of them then does what must be done once.
ONCE = Block("clustering", body=(Attribute("enabled", value=True),))


def events(receiver: Reference) -> Iterator[Block]:
    """The events of Kubernetes, which it forgets after an hour."""
    yield Block(
        "loki.source.kubernetes_events",
        "cluster",
        (
            Attribute("job_name", "events"),
            Attribute("forward_to", (_process("events"),)),
            ONCE,
        ),
    )
    yield Block(
        "loki.process",
        "events",
        (
            Attribute("forward_to", (receiver,)),
            stages.pairs(level="type", reason="", kind="", object="name", node="sourcehost"),
            lines.normal_level(),
            stages.labels("level"),
            stages.metadata("reason", "kind", "object", "node"),
            stages.without("instance"),
        ),
    )


def kernel(receiver: Reference) -> Iterator[Block]:
    """The kernel's messages: it alone says which process it killed for memory."""
    labels = Object((("job", "kernel"), ("node", NODE_NAME)))
    yield Block(
        "loki.source.journal",
        "kernel",
        (
            # Without a path the journal of the container's own machine id is looked for.
            Attribute("path", "/var/log/journal"),
            Attribute("matches", "_TRANSPORT=kernel"),
            Attribute("labels", labels),
            Attribute("forward_to", (_process("kernel"),)),
        ),
    )
    yield Block(
        "loki.process", "kernel", (Attribute("forward_to", (receiver,)), stages.metadata("node"))
    )


def rules(site: Site) -> Iterator[Block]:
    """Our rules, for Mimir's ruler: with more than one Prometheus it evaluates them."""
    address = site.addresses.get("rules.mimir")
    if not (site.distributed and address):
        return
    yield Block(
        "mimir.rules.kubernetes",
        "rules",
        (
            Attribute("address", address),
            Block("rule_selector", body=(Attribute("match_labels", Object(site.labels)),)),
        ),
    )


def _process(label: str) -> Reference:
    return Reference(f"loki.process.{label}.receiver")
