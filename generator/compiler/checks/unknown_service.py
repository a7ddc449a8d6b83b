"""Every service has a pack that knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import PackKind
from generator.diagnostics import Code, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

HEAD = "apiVersion: watchkeeper/v1\nkind: Service\n"
TAIL = "spec: {owner: ml-risk, namespace: airflow}\n"
CODE = Code(
    "REF204",
    "unknown-service",
    "Metrics, alerts and runbooks of a service live in the pack of its name; "
    "without one nothing is watched.",
    HEAD + "metadata: {name: airfow}\n" + TAIL,
    HEAD + "metadata: {name: airflow}\n" + TAIL,
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The name of every service."""
    known = {pack.name for pack in context.packs if pack.kind in (PackKind.SERVICE, PackKind.STACK)}
    for service in context.specs.services:
        name = service.document.metadata.name
        if name not in known:
            near = nearest(name, known)
            yield CODE.at(
                context.origin(service.place, ("metadata", "name")),
                f"there is no pack for a service called {name!r}, "
                "so nothing of it would be watched",
                value=name,
                fix=f"write {near}" if near else f"write one of: {', '.join(sorted(known))}",
            )
