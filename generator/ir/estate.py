"""What the compiler makes of specs and packs: one base, and one overlay per environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator.ir.deploy import Platform

if TYPE_CHECKING:
    from generator.ir.boards import Board, Export
    from generator.ir.rules import Labels, RuleSet, TestCase
    from generator.ir.runbook import RunbookPage
    from generator.ir.workloads import JobList, Workloads

Value = str | tuple[str, ...]  # what a patch can write


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
    boards: tuple[Board, ...] = ()
    exports: tuple[Export, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """An object of the base; ``name`` is without the prefix that all our objects have."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Patch:
    """Something that one environment changes in an object of the base.

    ``path`` is a JSON pointer into the object ``of``; ``expect`` (pointer, value) must hold there,
    so that a patch can never land on another rule or list. An empty ``value`` removes.
    """

    of: Reference
    path: str
    value: Value
    expect: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Overlay:
    """One environment: its data, and how it differs from the base.

    ``rule_sets`` hold its constants, and the rules of models with a window, ``for`` or severity of
    their own. ``absent`` are the objects of services that do not run there, ``unchanged`` the names
    of rule sets whose text the caller has already, ``workloads`` what runs of our own.
    """

    name: str
    namespace: str
    selector: Labels
    rule_sets: tuple[RuleSet, ...]
    patches: tuple[Patch, ...]
    absent: tuple[Reference, ...]
    source: str
    unchanged: tuple[str, ...] = ()
    workloads: tuple[Workloads | JobList, ...] = ()

    def path(self, rule_set: str) -> str:
        """The file of one of its rule sets, below the output folder."""
        return f"overlays/{self.name}/{rule_set}.yaml"
