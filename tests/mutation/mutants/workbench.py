"""What promtool needs to judge the mutants of one rule, and nothing more.

The rules are those that the tests of the subject read, however far away; the tests are those of
the alert, or for a recording rule all of its pack that read it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import promql_parser
from promql_parser import VectorSelector

from .tree import name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .tree import Place, Tree

RULES = "rules.yaml"  # written as JSON, which is YAML


@dataclass(frozen=True, slots=True)
class Subject:
    """One rule, all ``rules`` by group that its mutants are run with, and their test files."""

    place: Place
    rules: tuple[tuple[dict[str, Any], tuple[tuple[Place, dict[str, Any]], ...]], ...]
    files: tuple[dict[str, Any], ...]

    def write(self, folder: Path, rule: dict[str, Any]) -> list[str]:
        """Writes all of it with ``rule`` in its place; the names of the test files."""
        groups = [
            {**group, "rules": [rule if at == self.place else each for at, each in rules]}
            for group, rules in self.rules
        ]
        (folder / RULES).write_text(json.dumps({"groups": groups}), "utf-8")
        names = [f"tests-{number}.yaml" for number in range(len(self.files))]
        for file, content in zip(names, self.files, strict=True):
            (folder / file).write_text(json.dumps(content), "utf-8")
        return names


def recorded(tree: Tree) -> frozenset[str]:
    """Every series that a rule of the base makes."""
    rules = (tree.rule(place) for pack in tree.groups for place in tree.places(pack))
    return frozenset(rule["record"] for rule in rules if "record" in rule)


def subject(tree: Tree, place: Place) -> Subject:
    """The rule at ``place`` with the tests that are to kill its mutants, its own tests first."""
    target = tree.rule(place)
    own: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    needed: set[str] = set()
    for file in tree.files.get(place.pack, []):
        abouts = _abouts(tree, file, target)
        for cuts, kept in ((own, abouts & {name(target)}), (others, abouts - {name(target)})):
            tests = [test for test in file["tests"] if _about(test) in kept]
            if tests:
                cuts.append({**file, "rule_files": [RULES], "tests": tests})
        needed |= _closure(_rules(tree, file), abouts)
    return Subject(place, tuple(_kept(tree, place, needed)), (*own, *others))


def _about(test: dict[str, Any]) -> str:
    return str(test["name"]).split(": ", 1)[0]


def _abouts(tree: Tree, file: dict[str, Any], target: dict[str, Any]) -> set[str]:
    """What the tests are about that may notice a change of the rule: itself, and what reads it."""
    found = {_about(test) for test in file["tests"]}
    if "alert" in target:
        return found & {name(target)}
    rules = _rules(tree, file)
    return {about for about in found if target["record"] in _closure(rules, {about})}


def _rules(tree: Tree, file: dict[str, Any]) -> list[tuple[Place, dict[str, Any]]]:
    packs = [path.removeprefix("rules/").removesuffix(".yaml") for path in file["rule_files"]]
    return [(place, tree.rule(place)) for pack in packs for place in tree.places(pack)]


def _closure(rules: list[tuple[Place, dict[str, Any]]], names: set[str]) -> set[str]:
    """The names and all that is read to make them."""
    found: set[str] = set()
    todo = names
    while todo:
        found |= todo
        todo = {
            read for _, rule in rules if name(rule) in todo for read in reads(rule["expr"])
        } - found
    return found


def _kept(
    tree: Tree, place: Place, needed: set[str]
) -> Iterator[tuple[dict[str, Any], tuple[tuple[Place, dict[str, Any]], ...]]]:
    """The groups that the pack's tests load, with the needed rules; empty ones stay, for order."""
    files = tree.files.get(place.pack, [])
    places = dict.fromkeys(at for file in files for at, _ in _rules(tree, file))
    everything = bool(needed & {"", "ALERTS", "ALERTS_FOR_STATE"})
    groups: dict[tuple[str, int], list[tuple[Place, dict[str, Any]]]] = {}
    for at in places:
        kept = groups.setdefault((at.pack, at.group), [])
        if everything or name(tree.rule(at)) in needed:
            kept.append((at, tree.rule(at)))
    for (pack, number), rules in groups.items():
        yield tree.groups[pack][number], tuple(rules)


@cache
def reads(expr: str) -> frozenset[str]:
    """The names of the series that ``expr`` reads; "" where a selector names none."""
    found: set[str] = set()

    def visit(node: object) -> None:
        if isinstance(node, VectorSelector):
            found.add(node.name or "")

    promql_parser.walk(promql_parser.parse(expr), visit)
    return frozenset(found)
