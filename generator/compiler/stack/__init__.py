"""Everything that is deployed beside rules; it does not know a single model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import ir
from generator.compiler.stack import (
    logs,
    monitors,
    policies,
    probes,
    project,
    sites,
    systems,
    values,
)

if TYPE_CHECKING:
    from generator.compiler.context import Context


def platform(context: Context) -> ir.Platform:
    """What is deployed in each environment."""
    found = tuple(sites.sites(context))
    asked = {each.environment.name: tuple(values.given(each, context)) for each in found}
    trees = {
        each.environment.name: values.trees(each, context, asked[each.environment.name])
        for each in found
    }
    common, own = values.split(trees, context)
    built = tuple(
        sites.lowered(each, own[each.environment.name], common, context) for each in found
    )
    return ir.Platform(
        sites=built,
        values=common,
        monitors=tuple(monitors.monitors(context)),
        probes=tuple(probes.probes(context)),
        policies=tuple(policies.policies(context)),
        log_rules=tuple(logs.rule_sets(context)),
        project=project.project(context, built),
        systems=tuple(systems.systems(context, built, asked)),
    )
