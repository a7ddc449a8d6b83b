"""One name, one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.diagnostics import Diagnostic
    from generator.spec.load import Place

ONE = (
    "apiVersion: watchkeeper/v1\nkind: Model\nmetadata: {name: %s}\n"
    "spec: {owner: ml-risk, tier: 1, task: ranking}\n"
)
LOST = {"cluster": "nobody could tell the series of the two apart"}
CODE = Code(
    "REF207",
    "duplicate-name",
    "Two documents of one name give two constants for one series; "
    "one would overwrite the other at random.",
    ONE % "churn" + "---\n" + ONE % "churn",
    ONE % "churn" + "---\n" + ONE % "churn-eu",
)


def check(context: Context) -> Iterator[Diagnostic]:
    """Names within each kind, and within the lists of the platform."""
    first = {("Model", unit.name): unit.source for unit in context.compiled}
    for kind, name, place, path in _named(context):
        here = f"{place.file}:{place.line}{'.'.join(map(str, path))}"
        other = first.setdefault((kind, name), here)
        if other != here:
            yield CODE.at(
                context.origin(place, path),
                f"there is {_article(kind)} {kind} named {name!r} already, "
                f"so {LOST.get(kind, 'one of the two would be lost')}",
                value=name,
                fix="rename one of them, or delete it",
            )


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _named(context: Context) -> Iterator[tuple[str, str, Place, Path]]:
    specs, path = context.specs, ("metadata", "name")
    for team in specs.teams:
        yield "Team", team.document.metadata.name, team.place, path
    for service in specs.services:
        yield "Service", service.document.metadata.name, service.place, path
    for board in specs.dashboards:
        yield "Dashboard", board.document.metadata.name, board.place, path
    for model in specs.models:
        yield "Model", model.name, model.place, path
    for platform in specs.platforms[:1]:
        spec = platform.document.spec
        for i, environment in enumerate(spec.environments):
            there = ("spec", "environments", i, "name")
            yield "environment", environment.name, platform.place, there
            yield "cluster", environment.cluster, platform.place, (*there[:-1], "cluster")
        for i, receiver in enumerate(spec.alerting.receivers):
            where = ("spec", "alerting", "receivers", i, "name")
            yield "receiver", receiver.name, platform.place, where
        for i, mute_time in enumerate(spec.alerting.mute_times):
            where = ("spec", "alerting", "muteTimes", i, "name")
            yield "mute time", mute_time.name, platform.place, where
