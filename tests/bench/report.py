"""What a Prometheus spent on its rules between two moments, and how that is printed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server import Mark, Prometheus

BUDGET = 20  # times less CPU than the per-model rules
MANY = 5
SLOWEST = 12


@dataclass(frozen=True, slots=True)
class Window:
    """One set of rules over its window."""

    name: str
    begin: Mark
    end: Mark
    idle: float  # CPU seconds a minute of the server without rules, over the same window
    paging: frozenset[str]
    errors: tuple[str, ...]
    slowest: tuple[str, ...]

    @property
    def minutes(self) -> float:
        """How long the window was."""
        return (self.end.at - self.begin.at) / 60

    @property
    def cpu(self) -> float:
        """CPU seconds a minute that the rules took."""
        return (self.end.cpu - self.begin.cpu) / self.minutes - self.idle

    def grown(self, counter: str) -> float:
        """How far a counter moved."""
        return self.end.counters.get(counter, 0) - self.begin.counters.get(counter, 0)

    @property
    def missed(self) -> float:
        """Evaluations of groups that were due and left out."""
        return self.grown("prometheus_rule_group_iterations_missed_total")

    @property
    def done(self) -> float:
        """Share of the rule evaluations due in the window that took place."""
        due = sum(
            each["rules"] * 60 / each["interval_seconds"] for each in self.end.groups.values()
        )
        return self.grown("prometheus_rule_evaluations_total") / (due * self.minutes or 1)

    @property
    def demand(self) -> float:
        """CPU seconds a minute if no round had been missed."""
        return self.cpu / self.done if self.missed else self.cpu

    @property
    def longest(self) -> float:
        """Seconds that the last evaluation of a group took, waiting included."""
        return max(each.get("last_duration_seconds", 0) for each in self.end.groups.values())


def window(
    name: str, server: Prometheus, begin: Mark, idle: tuple[Mark, Mark], paging: str
) -> Window:
    """Closes the window of one server; the alerts are asked for after it."""
    end = server.mark(first=False)
    rate = (idle[1].cpu - idle[0].cpu) / (idle[1].at - idle[0].at) * 60
    firing = f'count by (model_name) (ALERTS{{alertstate="firing",{paging}}})'
    models = (each["metric"]["model_name"] for each in (server.query(firing) if paging else ()))
    errors = tuple(server.log.read_text("utf-8").splitlines())
    return Window(name, begin, end, rate, frozenset(models), errors, slowest(server))


def slowest(server: Prometheus) -> tuple[str, ...]:
    """The rules whose last evaluation took longest."""
    groups = json.loads(server.get("/api/v1/rules"))["data"]["groups"]
    found = (
        (rule["evaluationTime"], rule["name"], group["interval"])
        for group in groups
        for rule in group["rules"]
    )
    return tuple(
        f"{name}: {took * 1000:.0f} ms, every {every / 60:g} min"
        for took, name, every in sorted(found, reverse=True)[:SLOWEST]
    )


def show(models: int, windows: Sequence[Window]) -> None:
    """Prints one size: the table, the ratios, where our time goes, what went wrong."""
    idle, ours, *peers = windows
    base = (idle.end.cpu - idle.begin.cpu) / idle.minutes
    print(f"{models} models; without rules {base:.2f} CPU s a minute, {idle.end.rss:.0f} MB")
    head = ("rules", "rules loaded", "groups", "CPU s/min", "rounds done", "rounds missed")
    tail = ("demand, CPU s/min", "failures", "longest group, s", "RSS MB", "models that page")
    table.show((*head, *tail), [_row(each) for each in (ours, *peers)])
    for each in peers:
        ratio = each.demand / ours.demand if ours.demand > 0 else float("inf")
        print(f"{each.name}: {ratio:.1f} times the CPU of watchkeeper (budget {BUDGET})")
    for each in peers:
        for model in sorted(each.paging ^ ours.paging)[:MANY]:
            print(f"{model} pages in only one of watchkeeper and {each.name}")
    print("\n".join(["longest evaluations of watchkeeper, waiting included:", *ours.slowest]))
    for each in windows:
        for line in each.errors[:MANY]:
            print(f"{each.name}: {line}")


def _row(each: Window) -> tuple[str | int | float, ...]:
    return (
        each.name,
        int(sum(group["rules"] for group in each.end.groups.values())),
        len(each.end.groups),
        each.cpu,
        f"{min(each.done, 1):.0%}",
        int(each.missed),
        each.demand,
        int(each.grown("prometheus_rule_evaluation_failures_total")),
        each.longest,
        each.end.rss,
        len(each.paging),
    )
