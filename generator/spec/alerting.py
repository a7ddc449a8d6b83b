"""Who can be told of an alert, and which alerts go where."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from generator.spec.defaults import TIERS
from generator.spec.types import (
    Address,
    AlertName,
    Clock,
    HostPort,
    MetricWord,
    Name,
    SecretRef,
    Strict,
    Text,
    Url,
    WholeSeconds,
    Zone,
)


def _tier(value: object) -> str:
    """A tier as the label has it: text, though models write a number."""
    text = str(value) if isinstance(value, int) else value
    if not isinstance(text, str) or text not in TIERS:
        raise PydanticCustomError("literal_error", "a tier is wanted", {"expected": "1, 2 or 3"})
    return text


Tier = Annotated[str, BeforeValidator(_tier), WithJsonSchema({"enum": [*map(int, TIERS), *TIERS]})]
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEK: tuple[Day, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")


class Receiver(Strict):
    """One way to tell somebody."""

    name: Name = Field(description="Teams and routes refer to it.")
    type: Literal["email", "msteams", "opsgenie", "pagerduty", "slack", "webhook"]
    channel: Text | None = Field(None, description="Slack channel or e-mail address.")
    secret_ref: SecretRef | None = Field(None, description="Where the URL or key is kept.")


class Match(Strict):
    """Alerts that carry all of these; what is left out does not matter."""

    severity: Literal["page", "ticket"] | None = Field(None, description="page or ticket.")
    tier: Tier | None = Field(None, description="Tier of the model.")
    service: Name | None = Field(None, description="The service, or the part of the stack.")
    alert: AlertName | None = Field(None, description="Name of the alert.")
    environments: tuple[Name, ...] = Field(
        (), strict=False, description="Only in these environments; all if left out."
    )


class TeamRoute(Match):
    """Where some of a team's alerts go instead of its two receivers."""

    receiver: Name = Field(description="Name of a receiver of the platform.")
    mute: tuple[Name, ...] = Field(
        (), strict=False, description="Names of muteTimes in which nobody is told."
    )


class Route(TeamRoute):
    """Where some alerts go before the teams' own routes are looked at."""

    team: Name | None = Field(None, description="The team that owns it.")
    continue_: bool = Field(
        default=False,
        alias="continue",
        description="Whether the owner is told as well.",
    )


class Hours(Strict):
    """A part of each week."""

    days: tuple[Day, ...] = Field(WEEK, strict=False, min_length=1, description="Days of the week.")
    start: Clock = Field("09:00", description="When it begins.")
    end: Clock = Field("17:00", description="When it ends; 24:00 is midnight.")


class MuteTime(Hours):
    """A time in which some routes are silent."""

    name: Name = Field(description="Routes refer to it.")
    time_zone: Zone = Field("UTC", description="IANA time zone.")


class Grouping(Strict):
    """Which alerts share a message, and how often it is sent."""

    by: tuple[MetricWord, ...] = Field(
        ("alertname", "service", "team"),
        strict=False,
        min_length=1,
        description="Labels that alerts of one message have in common.",
    )
    wait: WholeSeconds = Field(30, description="Before the first message (default 30s).")
    interval: WholeSeconds = Field(300, description="Before news of the same group (default 5m).")
    repeat: WholeSeconds = Field(14400, description="Before the same is said again (default 4h).")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.repeat < self.interval:
            raise PydanticCustomError(
                "together",
                "repeat is shorter than interval, which would hold for both",
                {"fix": "write repeat: 4h, or a shorter interval"},
            )
        return self


class DeadMansSwitch(Strict):
    """Somebody outside who calls when we fall silent."""

    receiver: Name = Field(description="Receiver of type webhook that wants to hear from us.")
    interval: WholeSeconds = Field(60, description="How often it hears from us (default 1m).")


class Smtp(Strict):
    """The server that takes our mail."""

    host: HostPort = Field(description="Host name and port.")
    from_: Address = Field(alias="from", description="Sender of all mail.")
    username: Text | None = Field(None, description="User name.")
    secret_ref: SecretRef | None = Field(None, description="Where the password is kept.")


class Alerting(Strict):
    """Who can be told, and when."""

    receivers: tuple[Receiver, ...] = Field(strict=False, description="All receivers.")
    routes: tuple[Route, ...] = Field(
        (), strict=False, description="Looked at in order, before the teams' own."
    )
    mute_times: tuple[MuteTime, ...] = Field(
        (), strict=False, description="Times that routes may name."
    )
    grouping: Grouping = Field(Grouping(), description="How alerts share messages.")
    dead_mans_switch: DeadMansSwitch | None = Field(
        None, description="Who notices that no alert can reach anybody."
    )
    smtp: Smtp | None = Field(None, description="Needed by receivers of type email.")
    url: Url | None = Field(
        None, description="Where people open Alertmanager; messages link to it."
    )
