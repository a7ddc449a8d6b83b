"""The values that hold for a model, as people write them, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.spec.defaults import ALL_TIERS, TASKS, TIERS, merge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.compiler.context import Context
    from generator.spec.load import LoadedModel


@dataclass(frozen=True, slots=True)
class Row:
    """One field, its value, and its origin in words."""

    field: str
    value: str
    origin: str


def values(model: LoadedModel, context: Context) -> Iterator[Row]:
    """Every field that has a value, then what each environment changes."""
    found: dict[str, Row] = {}
    for origin, layer in _defaults(model, context):
        found |= {field: Row(field, value, origin) for field, value in _flat(layer, "")}
    written = context.sources.document(model.place).get("spec", {})
    for field, value in _flat({k: v for k, v in written.items() if k != "environments"}, ""):
        where = context.origin(model.place, ("spec", *field.split(".")))
        found[field] = Row(field, value, str(where))
    silent = _silent(model, context)
    for field, row in sorted(found.items()):
        note = silent.get(field, "")
        yield Row(field, row.value, f"{row.origin}{note}")
    for environment, change in sorted(written.get("environments", {}).items()):
        for field, value in _flat(change, ""):
            path = ("spec", "environments", environment, *field.split("."))
            yield Row(field, value, f"in {environment}: {context.origin(model.place, path)}")


def _defaults(model: LoadedModel, context: Context) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The layers under a model's own spec, the lowest first."""
    tier, task = str(model.spec.tier), model.spec.task
    own = context.platform.model_defaults
    yield "built-in default", {"serving": {"runtime": "watchkeeper"}}
    yield "built-in default", ALL_TIERS
    yield f"built-in default for tier {tier}", TIERS[tier]
    yield f"the platform's defaults for tier {tier}", own.tiers.get(tier, {})
    yield f"built-in default for task {task}", merge(TASKS.get(task, {}))
    yield f"the platform's defaults for task {task}", own.tasks.get(task, {})


def _silent(model: LoadedModel, context: Context) -> Mapping[str, str]:
    """The fields that the model's runtime reports nothing for, with a remark."""
    runtime = model.spec.serving.runtime
    given = {signal.record for signal in context.runtimes[runtime].signals}
    needs = {field: signal for pack in context.packs for field, signal in pack.needs}
    remark = f"; no effect, {runtime} does not report it"
    return {
        field: remark
        for prefix, signal in needs.items()
        if signal not in given
        for field in (prefix, f"{prefix}.target")
    }


def _flat(found: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", "none" if value is None else str(value)
