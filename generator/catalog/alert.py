"""An alert and the cases that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from generator.catalog.signal import SHORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog.threshold import ServiceThreshold


class AlertSeverity(StrEnum):
    """What an alert asks of a person: wake up now, or look in working hours."""

    PAGE = "page"
    TICKET = "ticket"
    BY_TIER = "by-tier"  # tier 1 models page, the rest are tickets


@dataclass(frozen=True, slots=True)
class Case:
    """Series that must, or must not, make an alert fire.

    ``series`` maps a PromQL series to values in promtool's notation, one value a minute.
    ``at`` is the very first minute at which the alert fires: the compiler also asserts that it does
    not fire a minute earlier. For a quiet case ``at`` is the end of the time watched.
    ``labels`` are those the expression gives the alert; static ones are added by the compiler.
    ``every`` is the minutes between evaluations and values (5 for cases that run for days).
    ``holds`` is the very last minute at which it still fires, for alerts that are kept firing.
    """

    says: str
    series: Mapping[str, str]
    at: str
    labels: tuple[Mapping[str, str], ...] = ()
    every: int = 1
    holds: str = ""


@dataclass(frozen=True, slots=True)
class SignalCase:
    """Raw series in, recorded series out: at ``at`` the record ``record`` has exactly ``expect``.

    ``expect`` maps series (labels included) to values.
    """

    says: str
    record: str
    series: Mapping[str, str]
    at: str
    expect: Mapping[str, float]
    every: int = 1


def fires(
    says: str,
    *labels: Mapping[str, str],
    at: str,
    series: Mapping[str, str],
    every: int = 1,
    holds: str = "",
) -> Case:
    """The alert first fires at ``at``, once for each of ``labels`` and for nothing else."""
    return Case(says, series, at, labels or ({},), every, holds)


def quiet(says: str, *, until: str, series: Mapping[str, str], every: int = 1) -> Case:
    """The alert does not fire at any time up to ``until``."""
    return Case(says, series, until, (), every)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alerting rule, written once for the whole fleet or for one service.

    ``expr`` of a model alert is the condition alone, keyed by ``model_name``: the compiler joins
    owner and tier to it and takes exempt models out. ``summary`` and ``description`` may use
    ``{{ $labels.x }}`` and ``{{ $value | humanize… }}``. ``for_`` is a PromQL duration. ``depends``
    are services whose death explains it, where that does not hold for the whole pack. ``deployed``
    alerts say that our exporter is gone, so they stay only where a spec lets it run.
    """

    name: str
    expr: str
    for_: str
    severity: AlertSeverity
    summary: str
    description: str
    cases: tuple[Case, ...]
    threshold: ServiceThreshold | None = None
    keep_firing_for: str = ""
    every: int = SHORT
    labels: tuple[tuple[str, str], ...] = field(default=())
    depends: tuple[str, ...] = ()
    deployed: bool = False
