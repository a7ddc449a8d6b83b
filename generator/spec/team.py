"""``kind: Team``: who is told."""

from __future__ import annotations

import zoneinfo
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from generator.spec.types import Metadata, Name, Strict, Text


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise PydanticCustomError(
            "time_zone", "a time zone is named as in the IANA database: Europe/Berlin"
        ) from None
    return value


class TeamReceivers(Strict):
    """Where the team's alerts go, by severity; names of the platform's receivers."""

    page: Name = Field(description="Receiver of alerts that wake somebody up.")
    ticket: Name = Field(description="Receiver of alerts for working hours.")


class TeamSpec(Strict):
    """The ``spec`` of a team."""

    description: Text | None = Field(None, description="What the team is responsible for.")
    receivers: TeamReceivers = Field(description="Where its alerts go.")
    time_zone: Annotated[str, AfterValidator(_zone)] = Field("UTC", description="IANA time zone.")


class TeamDocument(Strict):
    """A team that owns models or services."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Team"]
    metadata: Metadata
    spec: TeamSpec
