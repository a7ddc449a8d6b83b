"""What the compiler makes of specs and packs: one base, and one overlay per environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.ir.deploy import Platform

if TYPE_CHECKING:
    from generator.ir.rules import Labels, RuleSet, TestCase
    from generator.ir.runbook import RunbookPage


@dataclass(frozen=True, slots=True)
class SchemaPage:
    """The JSON Schema of one spec kind."""

    kind: str
    schema: dict[str, Any]  # JSON has no narrower type


@dataclass(frozen=True, slots=True)
class Base:
    """What all environments share; it does not know a single model.

    ``selector`` are the labels the operator selects rules by.
    """

    selector: Labels
    rule_sets: tuple[RuleSet, ...]
    tests: tuple[TestCase, ...]
    runbooks: tuple[RunbookPage, ...]
    schemas: tuple[SchemaPage, ...]
    platform: Platform = field(default_factory=Platform)


@dataclass(frozen=True, slots=True)
class Patch:
    """A number that one environment changes in a rule of the base.

    ``path`` is a JSON pointer into the object ``rule_set``; ``expect`` (pointer, value) must hold
    there, so that a patch can never land on another rule. An empty ``value`` removes.
    """

    rule_set: str
    path: str
    value: str
    expect: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """One environment: its data, and how it differs from the base.

    ``rule_sets`` hold its constants, and the rules of models with a window, ``for`` or severity of
    their own. ``absent`` names the rule sets of services that do not run there, ``unchanged`` those
    whose text the caller has already.
    """

    name: str
    namespace: str
    selector: Labels
    rule_sets: tuple[RuleSet, ...]
    patches: tuple[Patch, ...]
    absent: tuple[str, ...]
    source: str
    unchanged: tuple[str, ...] = ()

    def path(self, rule_set: str) -> str:
        """The file of one of its rule sets, below the output folder."""
        return f"overlays/{self.name}/{rule_set}.yaml"
