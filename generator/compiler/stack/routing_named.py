"""Everything in the specs that says who is told, with the place where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.compiler.context import Context, Path
    from generator.spec.alerting import TeamRoute
    from generator.spec.load import Place

PLATFORM = ("spec", "alerting")


@dataclass(frozen=True, slots=True)
class Written:
    """A route, whose it is (nobody's is the platform's), and where it stands."""

    route: TeamRoute
    team: str
    index: int
    place: Place
    path: Path


def written(context: Context) -> Iterator[Written]:
    """All routes: the platform's, then each team's."""
    for platform in context.specs.platforms[:1]:
        for index, route in enumerate(platform.document.spec.alerting.routes):
            yield Written(route, "", index, platform.place, (*PLATFORM, "routes", index))
    for team in context.specs.teams:
        for index, own in enumerate(team.document.spec.routes):
            name = team.document.metadata.name
            yield Written(own, name, index, team.place, ("spec", "routes", index))


def receivers(context: Context) -> Iterator[tuple[str, Place, Path]]:
    """Every receiver that somebody names, but for the dead man's switch."""
    for each in written(context):
        yield each.route.receiver, each.place, (*each.path, "receiver")
    for team in context.specs.teams:
        own = team.document.spec.receivers
        for severity, name in (("page", own.page), ("ticket", own.ticket)):
            yield name, team.place, ("spec", "receivers", severity)
