"""The values that hold for a model, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler.defaults import tier_numbers
from generator.spec.defaults import ALL_TIERS, TASKS, TIERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from pydantic import BaseModel

    from generator.compiler.context import Context
    from generator.spec.load import LoadedModel


@dataclass(frozen=True, slots=True)
class Row:
    """One field, its value as the rules see it, and its origin in words."""

    field: str
    value: str
    origin: str


def values(model: LoadedModel, context: Context) -> Iterator[Row]:
    """Every field that has a value, then what each environment changes."""
    own = dict(_leaves(model.spec))
    tier = dict(_leaves(tier_numbers(context.platform)[str(model.spec.tier)]))
    for field in sorted(own.keys() | tier.keys()):
        if field in own:
            yield Row(field, own[field], _own_origin(model, field, context))
        else:
            yield Row(field, tier[field], _tier_origin(str(model.spec.tier), field, context))
    for environment, spec in sorted(model.overrides.items()):
        for field, value in sorted(dict(_leaves(spec)).items()):
            if own.get(field) != value:
                where = context.origin(
                    model.place, ("spec", "environments", environment, *field.split("."))
                )
                yield Row(field, value, f"in {environment}: {where}")


def _leaves(numbers: BaseModel) -> Iterator[tuple[str, str]]:
    found = numbers.model_dump(by_alias=True, exclude_unset=True, exclude={"environments"})
    yield from _flat(found, "")


def _flat(found: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", "none" if value is None else str(value)


def _own_origin(model: LoadedModel, field: str, context: Context) -> str:
    path = ("spec", *field.split("."))
    if context.sources.has(model.place, path):
        return str(context.origin(model.place, path))
    task = model.spec.task
    platform = context.platform.model_defaults.tasks
    here = (
        "the platform's defaults" if _has(platform.get(task, {}), field) else "a built-in default"
    )
    return (
        f"{here} for task {task}" if _has(TASKS.get(task, {}), field) or task in platform else here
    )


def _tier_origin(tier: str, field: str, context: Context) -> str:
    if _has(context.platform.model_defaults.tiers.get(tier, {}), field):
        return f"the platform's defaults for tier {tier}"
    if _has(TIERS[tier], field):
        return f"built-in default for tier {tier}"
    return "built-in default" if _has(ALL_TIERS, field) else ""


def _has(found: Mapping[str, Any], field: str) -> bool:
    here: Any = found
    for part in field.split("."):
        if not isinstance(here, dict) or part not in here:
            return False
        here = here[part]
    return True
