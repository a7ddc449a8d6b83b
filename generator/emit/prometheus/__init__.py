"""PrometheusRule objects: computing rules in the base, constants in the overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.document import Document, header
from generator.emit.prometheus.objects import prometheus_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Estate, RuleSet


def emit(estate: Estate) -> Iterator[Document]:
    """One object per rule set, in the base or in the overlay of its environment."""
    for rules in estate.rule_sets:
        yield _document(f"base/rules/{rules.name}.yaml", rules, estate)
    for environment in estate.environments:
        for rules in environment.rule_sets:
            yield _document(f"overlays/{environment.name}/{rules.name}.yaml", rules, estate)


def _document(path: str, rules: RuleSet, estate: Estate) -> Document:
    pack = f"generator/packs/{rules.pack}" if rules.pack else ""
    top = header(*filter(None, (pack, "" if pack else "spec/")))
    sources = (*rules.sources, *([f"pack:{rules.pack}"] if rules.pack else []))
    return Document(path, top + prometheus_rule(rules.name, estate.selector, rules.groups), sources)
