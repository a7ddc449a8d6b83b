"""Log alerts and counts of packs → rule sets for Loki's ruler."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from generator import ir
from generator.compiler.lower_rules import slug
from generator.compiler.settings import pack_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import LogAlert, LogRecord, Pack
    from generator.compiler.context import Context
    from generator.compiler.lower_rules import PackSettings


def rule_sets(context: Context) -> Iterator[ir.LogRuleSet]:
    """One per pack that has something to count or to tell."""
    for pack in context.active():
        settings = pack_settings(pack, context)
        rules = tuple(_rules(pack, settings))
        if rules:
            yield ir.LogRuleSet(slug(pack.name), pack.name, rules)


def _rules(pack: Pack, settings: PackSettings) -> Iterator[ir.LogRecording | ir.LogRule]:
    for record in pack.log_records:
        yield recording(record)
    for found in pack.log_alerts:
        yield from alert(found, pack, settings)


def recording(record: LogRecord) -> ir.LogRecording:
    """The rule of one count."""
    return ir.LogRecording(record.record, _text(record.expr))


def alert(found: LogAlert, pack: Pack, settings: PackSettings) -> Iterator[ir.LogRule]:
    """The rule of one alert, with what the service's spec changes; none where it is off."""
    chosen = settings.of(found.name)
    if chosen.disabled:
        return
    yield ir.LogRule(
        alert=found.name,
        expr=_text(found.expr),
        for_=chosen.for_ or found.for_,
        labels=(
            ("severity", chosen.severity or found.severity.value),
            ("service", pack.name),
            ("team", settings.team),
        ),
        annotations=(
            ("summary", found.summary),
            ("description", found.description),
            ("runbook_url", f"{settings.runbooks.rstrip('/')}/{found.name}.md"),
        ),
    )


def _text(expr: str) -> str:
    """Without the indent that it has in the pack, so that it is written as a block."""
    return textwrap.dedent(expr).strip() + "\n"
