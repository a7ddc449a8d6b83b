"""No default of a tier that nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.defaults import tier_numbers
from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from generator.compiler.context import Context
    from generator.diagnostics import Diagnostic
    from generator.spec.model import ModelNumbers

ONE = (
    "apiVersion: watchkeeper/v1\nkind: Platform\nmetadata: {name: p}\nspec:\n  owner: ml-risk\n"
    "  runbooks: https://example.org\n  environments: [{name: prod, cluster: prod}]\n"
    "  alerting:\n    receivers:\n"
    "      - {name: chat, type: slack, secretRef: {name: receivers, key: chat}}\n"
    "      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}\n"
    "  modelDefaults: {tiers: {'1': {%s}}}\n"
)
CODE = Code(
    "ALERT408",
    "default-without-effect",
    "A tier sets bounds and targets; anything else it says would hold for no model, in silence.",
    (ONE % "serving: {runtime: kserve}").replace("'1'", '"1"'),
    (ONE % "errorRate: {max: 1%}").replace("'1'", '"1"'),
)


def check(context: Context) -> Iterator[Diagnostic]:
    """What the platform sets for each tier."""
    if not context.specs.platforms:
        return
    place = context.specs.platforms[0].place
    numbers = tier_numbers(context.platform)
    for tier, found in context.platform.model_defaults.tiers.items():
        read, unread = _fields(context, numbers[tier])
        for path in _leaves(found, ()):
            field = ".".join(path)
            if field in unread or not any(f"{field}.".startswith(f"{each}.") for each in read):
                yield CODE.at(
                    context.origin(place, ("spec", "modelDefaults", "tiers", tier, *path)),
                    f"no rule reads {field} of a tier, so it would hold for no model",
                    value=field,
                    fix="set it in the models, or in modelDefaults.tasks",
                )


def _fields(context: Context, numbers: ModelNumbers) -> tuple[set[str], set[str]]:
    """The fields a tier may set, and those that only a model may."""
    read = {threshold.field for pack in context.packs for threshold in pack.thresholds}
    unread: set[str] = set()
    for pack in context.packs:
        declared = {name for name, _ in pack.data_series}
        for datum in pack.data(numbers):
            shared = datum.series.replace("model:", "tier:", 1) in declared
            (read if shared else unread).add(datum.field)
    return read, unread


def _leaves(found: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key)
