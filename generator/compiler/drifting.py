"""What models say of drift jobs, for the checks that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Origin
    from generator.spec import ModelSpec
    from generator.spec.load import LoadedModel
    from generator.spec.workloads import DriftJobs


@dataclass(frozen=True, slots=True)
class Said:
    """What a model says in some environments; ``path`` leads there in its document."""

    model: LoadedModel
    spec: ModelSpec
    path: Path
    environments: tuple[str, ...]

    def origin(self, context: Context, *field: str | int) -> Origin:
        """Where a key of ``drift`` stands: in the override, if that changes it."""
        here: object = context.sources.document(self.model.place)
        for part in (*self.path, "drift", field[0]):
            here = here.get(part) if isinstance(here, dict) else None
        path = self.path if here is not None else ("spec",)
        return context.origin(self.model.place, (*path, "drift", *field))


def said(context: Context) -> Iterator[Said]:
    """Each model where it runs: first as it is, then each override that changes something."""
    for model in context.specs.models:
        rest = tuple(each for each in context.environments if each not in model.overrides)
        if model.spec.enabled and rest:
            yield Said(model, model.spec, ("spec",), rest)
        for name, spec in model.overrides.items():
            if spec.enabled and name in context.environments:
                yield Said(model, spec, ("spec", "environments", name), (name,))


def compared(context: Context) -> Iterator[Said]:
    """Those that say where their data lies."""
    for each in said(context):
        if each.spec.drift.reference and each.spec.drift.current:
            yield each


def jobs(each: Said, context: Context) -> Iterator[tuple[str, DriftJobs]]:
    """How drift jobs run in these environments, and in which of them alike."""
    found: list[tuple[DriftJobs, list[str]]] = []
    for name in each.environments:
        stack = context.specs.stacks.get(name)
        if stack and stack.drift:
            same = next((names for known, names in found if known == stack.drift), None)
            if same is None:
                found.append((stack.drift, same := []))
            same.append(name)
    for setting, names in found:
        yield ", ".join(names), setting
