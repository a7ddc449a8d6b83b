"""There is exactly one platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

ONE = (
    "apiVersion: watchkeeper/v1\nkind: Platform\nmetadata: {name: %s}\nspec:\n  owner: ml-risk\n"
    "  runbooks: https://example.org\n  environments: [{name: prod, cluster: prod}]\n"
    "  alerting:\n    receivers:\n"
    "      - {name: chat, type: slack, secretRef: {name: receivers, key: chat}}\n"
    "      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}\n"
)
CODE = Code(
    "REF208",
    "not-one-platform",
    "The platform says which environments there are; with two of them nobody knows which holds.",
    ONE % "first" + "---\n" + ONE % "second",
    ONE % "first",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """More than one; that there is none is reported where the specs are loaded."""
    for platform in context.specs.platforms[1:]:
        yield CODE.at(
            context.origin(platform.place, ("metadata", "name")),
            f"a platform stands in {context.specs.platforms[0].place.origin} already; "
            "only one can hold",
            value=platform.document.metadata.name,
            fix="delete one of the two documents",
        )
