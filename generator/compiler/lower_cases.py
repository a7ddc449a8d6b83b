"""The cases of packs → promtool tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import AlertSeverity, PackKind
from generator.compiler import variants
from generator.compiler.lower_rules import PAGING_TIER
from generator.ir import Check, RecordingRule, TestCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Alert, Case, Pack, SignalCase
    from generator.ir import AlertRule, RuleSet

MINUTES = {"m": 1, "h": 60, "d": 1440, "w": 10080}


class Dependencies:
    """Which rule sets a rule set needs, found by what its expressions read.

    Canonical signals end the search: a case may state them instead of a runtime's raw metrics.
    """

    def __init__(self, sets: tuple[tuple[Pack, RuleSet], ...]) -> None:
        self._sets = {rules.name: rules for _, rules in sets}
        self._reads = {rules.name: _reads(rules) for _, rules in sets}
        self._makers: dict[str, set[str]] = {}
        for pack, rules in sets:
            if pack.kind is not PackKind.RUNTIME:
                for record in _records(rules):
                    self._makers.setdefault(record, set()).add(rules.name)

    def of(self, name: str) -> tuple[RuleSet, ...]:
        """The rule set and all it needs, those that are read before those that read them."""
        found: dict[str, RuleSet] = {}
        self._visit(name, found, set())
        return tuple(found.values())

    def _visit(self, name: str, found: dict[str, RuleSet], entered: set[str]) -> None:
        entered.add(name)
        for maker in sorted({m for read in self._reads[name] for m in self._makers.get(read, ())}):
            if maker not in entered:
                self._visit(maker, found, entered)
        found[name] = self._sets[name]


def _records(rules: RuleSet) -> Iterator[str]:
    for group in rules.groups:
        for rule in group.rules:
            if isinstance(rule, RecordingRule):
                yield rule.record


def _reads(rules: RuleSet) -> frozenset[str]:
    found = (promql.reads(rule.expr) for group in rules.groups for rule in group.rules)
    return frozenset().union(*found)


def _groups(sets: tuple[RuleSet, ...]) -> tuple[str, ...]:
    return tuple(group.name for rules in sets for group in rules.groups)


def tests(pack: Pack, rules: RuleSet, needs: Dependencies) -> Iterator[TestCase]:
    """Every test of one pack.

    An alert that a spec disables has none, nor has one with a ``for`` of its own: the minutes in
    its cases are those of the pack.
    """
    loaded = needs.of(rules.name)
    constants = {t.threshold.series: t.threshold.default for t in pack.alerts if t.threshold}
    by_name: dict[str, list[AlertRule]] = {}
    for group in rules.groups:
        for rule in group.rules:
            if not isinstance(rule, RecordingRule):
                by_name.setdefault(rule.alert, []).append(rule)
    for alert in pack.alerts:
        for case in variants.of_alert(alert, pack) if _as_written(alert, by_name) else ():
            yield TestCase(
                name=f"{alert.name}: {case.says}",
                pack=pack.name,
                rule_sets=tuple(each.name for each in loaded),
                groups=_groups(loaded),
                series=_inputs(case.series, pack, constants, case.holds or case.at, case.every),
                checks=tuple(_checks(alert, by_name[alert.name], case, pack)),
                interval=case.every,
            )
    for signal_case in variants.of_signals(pack):
        yield _signal_test(signal_case, pack, loaded)


def _as_written(alert: Alert, rules: Mapping[str, list[AlertRule]]) -> bool:
    return alert.name in rules and all(each.for_ == alert.for_ for each in rules[alert.name])


def _inputs(
    series: Mapping[str, str], pack: Pack, constants: Mapping[str, float], until: str, every: int
) -> tuple[tuple[str, str], ...]:
    steps = minutes(until) // every + 10
    given = dict(series)
    if pack.kind in (PackKind.MODEL, PackKind.RUNTIME):
        runtime = (
            pack.name.removeprefix("runtime_") if pack.kind is PackKind.RUNTIME else "watchkeeper"
        )
        for name, team, tier in variants.MODELS:
            info = promql.selector(
                "model:info",
                model_name=name,
                team=team,
                tier=tier,
                task="classification",
                runtime=runtime,
            )
            given.setdefault(info, f"1x{steps}")
    for name, value in constants.items():
        given.setdefault(name, f"{promql.number(value)}x{steps}")
    return tuple(given.items())


def _checks(alert: Alert, rules: list[AlertRule], case: Case, pack: Pack) -> Iterator[Check]:
    """Nothing a step early, all of it in time; and nothing a step after it is kept firing."""
    firing = promql.selector("ALERTS", alertname=alert.name, alertstate="firing")
    if not case.labels:
        yield Check(f"count_over_time({firing}[{case.at}])", case.at, ())
        return
    samples = tuple((_expected(alert, rules, each, pack), 1.0) for each in case.labels)
    before = minutes(case.at) - case.every
    if before >= 0:
        yield Check(firing, f"{before}m", ())
    yield Check(firing, case.at, samples)
    if case.holds:
        yield Check(firing, case.holds, samples)
        yield Check(firing, f"{minutes(case.holds) + case.every}m", ())


def _expected(alert: Alert, rules: list[AlertRule], own: Mapping[str, str], pack: Pack) -> str:
    found = {"alertname": alert.name, "alertstate": "firing", **own}
    rule = rules[0]
    if pack.kind in (PackKind.MODEL, PackKind.RUNTIME):
        _, team, tier = next(m for m in variants.MODELS if m[0] == own["model_name"])
        found |= {"team": team, "tier": tier}
        if alert.severity is AlertSeverity.BY_TIER:
            rule = rules[0 if tier == PAGING_TIER else 1]
    found |= dict(rule.labels)
    return promql.selector("ALERTS", **found)


def _signal_test(case: SignalCase, pack: Pack, loaded: tuple[RuleSet, ...]) -> TestCase:
    samples = tuple(sorted(case.expect.items()))
    return TestCase(
        name=f"{case.record}: {case.says}",
        pack=pack.name,
        rule_sets=tuple(each.name for each in loaded),
        groups=_groups(loaded),
        series=_inputs(case.series, pack, {}, case.at, case.every),
        checks=(Check(case.record, case.at, samples),),
        interval=case.every,
    )


def minutes(text: str) -> int:
    """A PromQL duration of whole minutes, as a number of minutes."""
    parts = re.findall(r"(\d+)([mhdw])", text)
    return sum(int(count) * MINUTES[unit] for count, unit in parts)
