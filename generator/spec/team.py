"""``kind: Team``: who is told."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.spec.alerting import Hours, TeamRoute
from generator.spec.types import Metadata, Name, Strict, Text, Zone


class TeamReceivers(Strict):
    """Where the team's alerts go, by severity; names of the platform's receivers."""

    page: Name = Field(description="Receiver of alerts that wake somebody up.")
    ticket: Name = Field(description="Receiver of alerts for working hours.")


class TeamSpec(Strict):
    """The ``spec`` of a team."""

    description: Text | None = Field(None, description="What the team is responsible for.")
    receivers: TeamReceivers = Field(description="Where its alerts go.")
    routes: tuple[TeamRoute, ...] = Field(
        (), strict=False, description="Looked at in order, before the two receivers."
    )
    time_zone: Zone = Field("UTC", description="IANA time zone.")
    working_hours: Hours | None = Field(
        None, description="When tickets are sent; without it, always."
    )


class TeamDocument(Strict):
    """A team that owns models or services."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Team"]
    metadata: Metadata
    spec: TeamSpec
