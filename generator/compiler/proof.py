"""The first level of proof: every rule, as it will be written, against the catalogue.

The parser, the names, the labels and the counters are checked here; units and value ranges, which
the catalogue already holds, are the next level's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import proof_codes as codes
from generator.compiler.known import INFO, series
from generator.compiler.lower_runbooks import sections
from generator.diagnostics import Origin
from generator.ir import AlertRule
from generator.packs import runbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.unit import Unit
    from generator.diagnostics import Diagnostic
    from generator.ir import RecordingRule, RuleSet
    from generator.promql import SeriesType


def prove(
    sets: Iterable[tuple[Pack, RuleSet]], known: Mapping[str, SeriesType]
) -> Iterator[Diagnostic]:
    """Everything that is wrong with the rules of the packs and with the packs' own declarations."""
    found = tuple(sets)
    yield from _clashes(pack for pack, _ in found)
    for pack, rules in found:
        yield from _unproven(pack)
        yield from prove_rules(rules, known)


def prove_rules(rules: RuleSet, known: Mapping[str, SeriesType]) -> Iterator[Diagnostic]:
    """What is wrong with the expressions and the texts of one rule set of a pack."""
    origin = Origin(f"generator/packs/{rules.pack}")
    for group in rules.groups:
        for rule in group.rules:
            if isinstance(rule, AlertRule):
                yield from _alert(rule, known, origin)
            else:
                yield from _recording(rule, known, origin)


def prove_units(units: Iterable[Unit]) -> Iterator[Diagnostic]:
    """That no model states a constant twice; ``le`` carries a bound and is no key of a join."""
    for unit in units:
        file, _, line = unit.source.rpartition(":")
        for deployment in unit.deployments:
            seen: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
            for name, labels, _ in deployment.constants:
                key = (name, () if name == INFO else tuple(x for x in labels if x[0] != "le"))
                if key in seen:
                    yield codes.STATED_TWICE.at(
                        Origin(file, int(line), 1),
                        f"a pack states {name} of {unit.name} twice; its rules would read either",
                        value=name,
                        fix="make the pack that yields it yield one value per key",
                    )
                seen.add(key)


def _clashes(packs: Iterable[Pack]) -> Iterator[Diagnostic]:
    """One name must mean one thing, whichever pack declares it."""
    first: dict[str, tuple[SeriesType, str]] = {}
    for pack in packs:
        for each in series(pack):
            other, owner = first.setdefault(each.name, (each, pack.name))
            if (other.type, other.labels) != (each.type, each.labels):
                yield codes.DECLARED_DIFFERENTLY.at(
                    Origin(f"generator/packs/{pack.name}"),
                    f"{each.name} has another type or other labels in pack {owner}, "
                    "so one of the two is wrong",
                    value=each.name,
                    fix=f"declare it as there: {other.type}, "
                    f"labels {', '.join(sorted(other.labels))}",
                )


def _unproven(pack: Pack) -> Iterator[Diagnostic]:
    """Alerts that nobody has described, or shown to fire. A dead man's switch is never quiet."""
    origin = Origin(f"generator/packs/{pack.name}")
    described = sections(runbook(pack))
    for name, shown in _shown(pack):
        if not described.get(name):
            yield codes.NO_RUNBOOK.at(
                origin,
                f"{name} has no section in runbook.md, so its link leads nowhere",
                value=name,
                fix=f"add a section: ## {name}",
            )
        if not shown:
            yield codes.NO_CASE.at(
                origin,
                f"{name} is not shown to fire and to be quiet, so it may do neither",
                value=name,
                fix="add a firing and a quiet case",
            )


def _shown(pack: Pack) -> Iterator[tuple[str, bool]]:
    """Each alert, and whether it is shown both to fire and to be quiet."""
    for alert in pack.alerts:
        quiet = any(not case.labels for case in alert.cases) or alert.expr == "vector(1)"
        yield alert.name, quiet and any(case.labels for case in alert.cases)
    for found in pack.log_alerts:
        yield found.name, bool(found.fires and found.quiet)


def _recording(
    rule: RecordingRule, known: Mapping[str, SeriesType], origin: Origin
) -> Iterator[Diagnostic]:
    inferred = promql.infer(rule.expr, known.get)
    yield from _faults(inferred.faults, rule.record, origin)
    declared = known[rule.record].labels
    yielded = (inferred.labels or frozenset()) | {name for name, _ in rule.labels}
    if inferred.labels is not None and yielded != declared:
        yield codes.RECORDED_LABELS.at(
            origin,
            f"{rule.record} is declared with {sorted(declared)} "
            f"but its rule yields {sorted(yielded)}: joins on it would miss",
            value=rule.record,
            fix="make the declared labels those the expression yields",
        )


def _alert(
    rule: AlertRule, known: Mapping[str, SeriesType], origin: Origin
) -> Iterator[Diagnostic]:
    inferred = promql.infer(rule.expr, known.get)
    yield from _faults(inferred.faults, rule.alert, origin)
    carried = inferred.guaranteed | {name for name, _ in rule.labels}
    for name, text in rule.annotations:
        for fault in promql.template_faults(text):
            yield codes.TEMPLATE.at(
                origin, f"{rule.alert}: {name} {fault}", value=text, fix="close every {{ with }}"
            )
        if inferred.labels is None:
            continue
        for label in sorted(promql.template_labels(text) - carried):
            yield codes.LABEL_LOST.at(
                origin,
                f"{rule.alert}: {name} shows $labels.{label}, "
                "which the expression does not keep: it would read <no value>",
                value=label,
                fix=f"keep {label} in the aggregation, or take it out of the text",
            )


def _faults(faults: Iterable[promql.Fault], rule: str, origin: Origin) -> Iterator[Diagnostic]:
    for fault in faults:
        fix = f"write {fault.near}" if fault.near else ""
        yield codes.BY_FAULT[fault.kind].at(
            origin, f"{rule}: {fault.message}", value=fault.part, fix=fix
        )
