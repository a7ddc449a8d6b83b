"""Who is told of which alert, as Alertmanager decides it; and the tests that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.ir.rules import Labels


@dataclass(frozen=True, slots=True)
class Matcher:
    """``label op value``; ``op`` is one of ``= != =~ !~``."""

    label: str
    op: str
    value: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """``type`` as in the spec; ``target`` is a channel or an address; ``secret`` is (name, key).

    ``resolved`` says whether it hears that an alert is over. One without a type tells nobody.
    """

    name: str
    type: str = ""
    target: str = ""
    secret: tuple[str, str] = ("", "")
    resolved: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """A node of the tree. Empty text and empty tuples mean "as the node above has it".

    Durations are Prometheus durations. ``active`` and ``mute`` name time intervals.
    """

    receiver: str
    matchers: tuple[Matcher, ...] = ()
    continue_: bool = False
    group_by: tuple[str, ...] = ()
    group_wait: str = ""
    group_interval: str = ""
    repeat_interval: str = ""
    active: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ()


@dataclass(frozen=True, slots=True)
class Inhibition:
    """An alert that ``source`` matches silences those that ``target`` matches.

    Only where both have the same values of the labels ``equal``. ``says`` is the reason in words.
    """

    says: str
    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A part of each week; ``start`` and ``end`` are ``HH:MM`` in the zone ``location``."""

    name: str
    days: tuple[str, ...]
    start: str
    end: str
    location: str


@dataclass(frozen=True, slots=True)
class Mail:
    """The server that takes our mail; ``secret`` is (name, key) of the password."""

    host: str
    sender: str
    username: str = ""
    secret: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Routing:
    """Everything one environment's Alertmanager is told."""

    route: Route
    receivers: tuple[Receiver, ...]
    inhibitions: tuple[Inhibition, ...] = ()
    intervals: tuple[TimeInterval, ...] = ()
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class RouteTest:
    """Each of these alerts, with these labels, must reach exactly these receivers in this order."""

    alerts: tuple[str, ...]
    labels: Labels
    receivers: tuple[str, ...]
