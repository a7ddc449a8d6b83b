"""Packs' runbook texts → one page per alert."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator import packs, promql
from generator.ir import AlertRule, LogRule, RunbookPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_rules import Sets
    from generator.ir import LogRuleSet, RuleSet

SECTION = re.compile(r"^## (\w+)\n", re.MULTILINE)


def sections(text: str) -> Mapping[str, str]:
    """The text under each second-level heading."""
    parts = SECTION.split(text)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def intro(text: str) -> str:
    """What stands between the title and the first alert: what the words of the page mean."""
    return SECTION.split(text)[0].partition("\n")[2].strip()


def pages(context: Context, sets: Sets) -> Iterator[RunbookPage]:
    """One page per alert, disabled ones included: somebody will look for it."""
    for pack, rules in sets:
        texts = sections(packs.runbook(pack))
        for alert in pack.alerts:
            page = _page(pack, alert.name, texts, context)
            yield replace(
                page,
                rules=tuple(_rules(rules, alert.name)),
                threshold=_threshold(pack, alert.name),
            )


def log_pages(context: Context, sets: Iterable[LogRuleSet]) -> Iterator[RunbookPage]:
    """One page per alert on log lines."""
    found = {rule.alert: rule for each in sets for rule in each.rules if isinstance(rule, LogRule)}
    for pack in context.active():
        texts = sections(packs.runbook(pack)) if pack.log_alerts else {}
        for alert in pack.log_alerts:
            page = _page(pack, alert.name, texts, context)
            rule = found.get(alert.name)
            rules = ((dict(rule.labels)["severity"], rule.for_, rule.expr),) if rule else ()
            yield replace(page, rules=rules, language="logql")


def _page(pack: Pack, alert: str, texts: Mapping[str, str], context: Context) -> RunbookPage:
    """What does not depend on the rules."""
    return RunbookPage(
        alert=alert,
        pack=pack.name,
        title=pack.title,
        intro=intro(packs.runbook(pack)),
        text=texts.get(alert, ""),
        rules=(),
        threshold=("", "", ""),
        reasons=tuple(_reasons(pack, alert, context)),
    )


def _rules(rules: RuleSet, alert: str) -> Iterator[tuple[str, str, str]]:
    for group in rules.groups:
        for rule in group.rules:
            if isinstance(rule, AlertRule) and rule.alert == alert:
                yield dict(rule.labels)["severity"], rule.for_, rule.expr


def _threshold(pack: Pack, alert: str) -> tuple[str, str, str]:
    for each in pack.alerts:
        if each.name == alert and each.threshold:
            return each.threshold.series, promql.number(each.threshold.default), each.threshold.unit
    return "", "", ""


def _reasons(pack: Pack, alert: str, context: Context) -> Iterator[tuple[str, str]]:
    """Where a service's spec switches the alert off, and why."""
    service = context.services.get(pack.name)
    if service is None:
        return
    spec = service.document.spec
    for where, changes in (
        ("every environment", spec.alerts),
        *((n, e.alerts) for n, e in spec.environments.items()),
    ):
        change = changes.get(alert)
        if change and change.disabled:
            yield where, change.disabled
