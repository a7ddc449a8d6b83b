"""Rules, and the cases that prove them."""

from __future__ import annotations

from dataclasses import dataclass

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecordingRule:
    """``record`` becomes the result of ``expr`` with ``labels`` added."""

    record: str
    expr: str
    labels: Labels = ()


@dataclass(frozen=True, slots=True)
class AlertRule:
    """Durations are PromQL durations; an empty one means "at once" or "not kept"."""

    alert: str
    expr: str
    for_: str
    keep_firing_for: str
    labels: Labels
    annotations: Labels


Rule = RecordingRule | AlertRule


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules evaluated in order, every ``interval`` seconds."""

    name: str
    interval: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The groups of one object. ``pack`` (or none) and ``sources`` say where they come from.

    ``key`` is a digest of everything the groups were made from, or nothing where nobody counts.
    """

    name: str
    pack: str
    groups: tuple[RuleGroup, ...]
    sources: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """At ``at`` the PromQL ``expr`` yields exactly ``samples`` (series text, value)."""

    expr: str
    at: str
    samples: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TestCase:
    """One promtool test: ``series`` in, ``checks`` on what the rules made of it.

    ``rule_sets`` are the objects that must be loaded and ``groups`` their groups, both with what is
    read before what reads it. ``interval`` is the minutes between values.
    """

    name: str
    pack: str
    rule_sets: tuple[str, ...]
    groups: tuple[str, ...]
    series: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    interval: int = 1
