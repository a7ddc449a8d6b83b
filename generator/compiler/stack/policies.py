"""What packs let through → network policies of the stack's namespace.

Only what comes in is confined. What goes out is not: Prometheus scrapes whatever there is,
receivers of alerts and object stores are outside, and neither the API server nor DNS can be named
alike in every cluster. A rule too few there would silence alerts, and nobody would be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Access
    from generator.compiler.context import Context
    from generator.ir import Labels

CLOSED = ir.Policy(name="default-deny", labels=(), rules=(), pack="default-deny")


def policies(context: Context) -> Iterator[ir.Policy]:
    """Nobody reaches anything, but for what each pack lets through.

    All packs count, also those of services that do not run: their policies select nothing then.
    """
    found = [(pack.name, access) for pack in context.packs for access in pack.access]
    if not found:
        return
    names = {access.name: access.labels for _, access in found}
    if len(names) < len(found):
        raise ValueError("two accesses of packs have one name")
    yield CLOSED
    for pack, access in found:
        yield ir.Policy(access.name, access.labels, tuple(_rules(access, names)), pack)


def _rules(
    access: Access, names: Mapping[str, Labels]
) -> Iterator[tuple[tuple[int | str, ...], tuple[ir.Peer, ...]]]:
    for ports, peers in access.rules:
        unknown = {peer for peer in peers if isinstance(peer, str)} - names.keys()
        if unknown:
            raise ValueError(f"{access.name}: no access is named {', '.join(sorted(unknown))}")
        yield (
            ports,
            tuple(ir.Peer(labels=names[p]) if isinstance(p, str) else p for p in peers),
        )
