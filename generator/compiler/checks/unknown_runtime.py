"""Every serving runtime has a pack that reads its metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code, nearest
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "REF205",
    "unknown-runtime",
    "The runtime's pack knows under which names the server reports; "
    "without it the model has no signals.",
    example("serving: {runtime: kserv}"),
    example("serving: {runtime: kserve}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """The runtime of every model, overrides included."""
    for model in context.specs.models:
        for path, spec in context.variants(model):
            name = spec.serving.runtime
            if name not in context.runtimes:
                near = nearest(name, context.runtimes)
                yield CODE.at(
                    context.origin(model.place, (*path, "serving", "runtime")),
                    f"there is no pack for the runtime {name!r}, "
                    "so the model would have no signals",
                    value=name,
                    fix=f"write {near}"
                    if near
                    else f"write one of: {', '.join(sorted(context.runtimes))}",
                )
