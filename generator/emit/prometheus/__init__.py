"""PrometheusRule objects: computing rules in the base, constants in the overlays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.document import Document, header
from generator.emit.prometheus.objects import prometheus_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base, Labels, Overlay, RuleSet


def base(found: Base) -> Iterator[Document]:
    """One object per pack."""
    for rules in found.rule_sets:
        yield _document(f"base/rules/{rules.name}.yaml", rules, found.selector)


def overlay(found: Overlay) -> Iterator[Document]:
    """The environment's constants, and the rules of its exceptions."""
    for rules in found.rule_sets:
        yield _document(found.path(rules.name), rules, found.selector)


def _document(path: str, rules: RuleSet, selector: Labels) -> Document:
    top = header(f"generator/packs/{rules.pack}" if rules.pack else "spec/")
    sources = (*rules.sources, *([f"pack:{rules.pack}"] if rules.pack else []))
    return Document(path, top + prometheus_rule(rules.name, selector, rules.groups), sources)
