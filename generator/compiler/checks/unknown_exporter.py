"""Every exporter that is asked for exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

HEAD = "apiVersion: watchkeeper/v1\nkind: Service\nmetadata: {name: feast}\n"
SPEC = "spec: {owner: ml-risk, namespace: feast%s}\n"
CODE = Code(
    "REF215",
    "unknown-exporter",
    "Only some services need a program of ours beside them; for the others nothing would run.",
    HEAD + SPEC % ", exporter: {}",
    HEAD + SPEC % "",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every service, and what its environments change."""
    able = sorted(pack.name for pack in context.packs if pack.exports)
    for service in context.specs.services:
        name, spec = service.document.metadata.name, service.document.spec
        said: list[tuple[tuple[str, ...], object]] = [((), spec.exporter)]
        said += ((("environments", e), each.exporter) for e, each in spec.environments.items())
        for path, wanted in said:
            if wanted is not None and name not in able:
                yield CODE.at(
                    context.origin(service.place, ("spec", *path, "exporter"), key=True),
                    f"there is no exporter of ours for {name}, so none would run",
                    value=name,
                    fix=f"take it out; these have one: {', '.join(able)}",
                )
