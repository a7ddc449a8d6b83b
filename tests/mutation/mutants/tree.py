"""The generated tree as its mutants need it: the rules and the test files of each pack."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

# A pack has a test file per evaluation interval: argocd.yaml, argocd-5m.yaml.
TEST_FILE = re.compile(r"(?P<pack>.+?)(-\d+m)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule stands: the pack's file, the group in it, the rule in that."""

    pack: str
    group: int
    rule: int


@dataclass(frozen=True, slots=True)
class Tree:
    """``groups`` of each pack's rule file, and the test ``files`` of each pack that has some."""

    groups: dict[str, list[dict[str, Any]]]
    files: dict[str, list[dict[str, Any]]]

    def rule(self, place: Place) -> dict[str, Any]:
        """The rule that stands there."""
        found: dict[str, Any] = self.groups[place.pack][place.group]["rules"][place.rule]
        return found

    def interval(self, place: Place) -> str:
        """How often the rule is evaluated."""
        return str(self.groups[place.pack][place.group].get("interval", "1m"))

    def places(self, pack: str) -> list[Place]:
        """Every rule of one pack, in the order of its file."""
        return [
            Place(pack, i, j)
            for i, group in enumerate(self.groups[pack])
            for j in range(len(group["rules"]))
        ]


def name(rule: dict[str, Any]) -> str:
    """What the rule makes: an alert or a series."""
    return str(rule.get("alert") or rule["record"])


def load(generated: Path) -> Tree:
    """Reads the base of a generated tree; overlays hold numbers and exceptions only."""
    rules = sorted((generated / "base" / "rules").glob("*.yaml"))
    groups = {path.stem: _read(path)["spec"]["groups"] for path in rules}
    files: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((generated / "tests").glob("*.yaml"), key=lambda path: path.stem):
        match = TEST_FILE.fullmatch(path.stem)
        files.setdefault(match["pack"] if match else path.stem, []).append(_read(path))
    return Tree(groups, files)


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    return found
