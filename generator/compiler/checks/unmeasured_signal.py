"""No threshold on a signal that the model's runtime does not give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.fields import is_set
from generator.diagnostics import Code
from generator.spec.examples import model as example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic

CODE = Code(
    "ALERT401",
    "signal-not-measured",
    "The runtime reports nothing to compare with, so the alert could never fire.",
    example("serving: {runtime: kserve}", "errorRate: {max: 1%}"),
    example("serving: {runtime: knative}", "errorRate: {max: 1%}"),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Every threshold and objective that a model sets itself."""
    needs = tuple(need for pack in context.packs for need in pack.needs)
    for model in context.specs.models:
        for path, spec in context.variants(model):
            runtime = context.runtimes.get(spec.serving.runtime)
            given = {signal.record for signal in runtime.signals} if runtime else set()
            for field, signal in needs if runtime else ():
                if signal not in given and is_set(spec, field):
                    able = sorted(
                        n
                        for n, p in context.runtimes.items()
                        if any(s.record == signal for s in p.signals)
                    )
                    yield CODE.at(
                        context.origin(model.place, (*path, *field.split("."))),
                        f"the runtime {spec.serving.runtime!r} does not report {signal}, "
                        "so this could never fire",
                        value=field,
                        fix=f"take it out, or serve the model with one of: {', '.join(able)}",
                    )
