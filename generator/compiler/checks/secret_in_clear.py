"""No file of the specs holds a secret, not even in a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, Origin
from generator.diagnostics.secrets import MASK, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.diagnostics.secrets import Found

TEAM = (
    "apiVersion: watchkeeper/v1\nkind: Team\nmetadata: {name: example}\nspec:\n"
    "  receivers: {page: pager, ticket: chat}\n  description: Its page is behind %s\n"
)
CODE = Code(
    "K8S607",
    "secret-in-clear",
    "Whoever reads the repository, or any copy of it, can use what is written here, and it stays in"
    " the history of git when the line is gone.",
    TEAM % ("https://team:" + "c4tch-22" + "@wiki.example.org"),
    TEAM % "https://wiki.example.org; the password is in the Secret wiki",
)
FIX = (
    "withdraw it, for it may have been read; put a new one into a Secret of the cluster, and write "
    "here what the Secret is called (secretRef, existingSecret)"
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The text of every file, as somebody who searches for secrets would read it."""
    exports = (each.file for each in context.specs.exports)
    for name in (*(name for name, _ in context.specs.read), *exports):
        content, _ = context.sources.text(context.sources.path(name))
        text = (content or b"").decode("utf-8", errors="replace")
        yield from (_diagnostic(found, text, name) for found in find(text))


def _diagnostic(found: Found, text: str, file: str) -> Diagnostic:
    """Where it stands and what it looks like; never what it says."""
    before = text[: found.start]
    origin = Origin(file, before.count("\n") + 1, found.start - before.rfind("\n"))
    return CODE.at(
        origin, f"this looks like {found.what}; it is not shown here", value=MASK, fix=FIX
    )
