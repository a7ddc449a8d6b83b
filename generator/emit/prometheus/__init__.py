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
        made_from = f"generator/packs/{rules.pack}"
        yield _document(f"base/rules/{rules.name}.yaml", rules, found.selector, made_from)


def overlay(found: Overlay) -> Iterator[Document]:
    """The environment's constants, and the rules of its exceptions."""
    for rules in found.rule_sets:
        made_from = f"spec/ and generator/packs/{rules.pack}" if rules.pack else "spec/"
        yield _document(found.path(rules.name), rules, found.selector, made_from)


def _document(path: str, rules: RuleSet, selector: Labels, made_from: str) -> Document:
    sources = (*rules.sources, *([f"pack:{rules.pack}"] if rules.pack else []))
    body = header(made_from) + prometheus_rule(rules.name, selector, rules.groups)
    return Document(path, body, sources)
