"""Whom the spec wants told of an alert, read off the spec and not off the tree made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler.stack.routing_alerts import HEARTBEAT, PAGE, TICKET
from generator.spec.alerting import Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.compiler.context import Context
    from generator.compiler.stack.routing_alerts import Carried
    from generator.spec.alerting import Alerting, TeamRoute
    from generator.spec.platform import PlatformEnvironment
    from generator.spec.team import TeamSpec

# The receiver without any way to tell somebody; no receiver of a spec can have a capital letter.
NOBODY = "Nobody"
# A platform's route may name the team as well, which a team's own route has no need to.
CONDITIONS = (*(name for name in Match.model_fields if name != "environments"), "team")


@dataclass(frozen=True, slots=True)
class Told:
    """A receiver, and the route that leads there.

    ``team`` is the team whose route it is, nothing for the platform's; ``index`` counts from 0, and
    is None where no route took the alert but the team's own two receivers.
    """

    receiver: str
    team: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the spec wants in one environment."""

    environment: PlatformEnvironment
    alerting: Alerting
    teams: Mapping[str, TeamSpec]
    owner: str

    @classmethod
    def of(cls, environment: PlatformEnvironment, context: Context) -> Wanted:
        """What holds there."""
        platform = context.platform
        return cls(environment, platform.alerting, teams(context), platform.owner)

    def told(self, found: Carried) -> Iterator[Told]:
        """Everybody who is told of an alert, in the order in which routes are looked at."""
        if HEARTBEAT in found.labels:
            switch = self.alerting.dead_mans_switch
            yield Told(switch.receiver if switch else NOBODY)
            return
        labels = self.seen(found)
        for index, route in enumerate(self.alerting.routes):
            if self.takes(route, labels):
                yield Told(route.receiver, index=index)
                if not route.continue_:
                    return
        if owner := self.teams.get(labels.get("team", self.owner)):
            yield self._of_team(labels, owner)

    def seen(self, found: Carried) -> Mapping[str, str]:
        """An alert as routes see it: where nobody is paged, a page is a ticket."""
        labels = {**dict(found.labels), "alert": found.alert}
        return labels if self.environment.paging else {**labels, "severity": TICKET}

    def takes(self, route: TeamRoute, labels: Mapping[str, str]) -> bool:
        """Whether a route, by itself, takes an alert."""
        here = not route.environments or self.environment.name in route.environments
        return here and all(labels.get(name) == value for name, value in conditions(route))

    def _of_team(self, labels: Mapping[str, str], owner: TeamSpec) -> Told:
        """What carries no team goes to those who run the stack, past the routes of their own."""
        name = labels.get("team", "")
        for index, route in enumerate(owner.routes if name else ()):
            if self.takes(route, labels):
                return Told(route.receiver, name, index)
        page = labels["severity"] == PAGE
        return Told(owner.receivers.page if page else owner.receivers.ticket, name)


def teams(context: Context) -> Mapping[str, TeamSpec]:
    """Teams by name, in the order of their names."""
    found = {each.document.metadata.name: each.document.spec for each in context.specs.teams}
    return dict(sorted(found.items()))


def conditions(route: TeamRoute) -> Iterator[tuple[str, str]]:
    """What a route says of the alerts that it takes, besides their environments."""
    for name in CONDITIONS:
        value = getattr(route, name, None)
        if value:
            yield name, value
