"""Mutants of one rule: of its expression, its labels and its ``for``."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import promql_parser

from . import expressions, nodes
from .tree import name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .tree import Place, Tree


@dataclass(frozen=True, slots=True)
class Mutant:
    """``rule`` is what stands at ``place`` instead; ``before`` and ``after`` are what changed."""

    place: Place
    title: str
    kind: str
    what: str
    before: str
    after: str
    rule: dict[str, Any]
    skip: str = ""

    @property
    def digest(self) -> str:
        """A number that stays as long as the mutant does, to sample by."""
        key = (self.place.pack, self.title, self.kind, self.what, self.after)
        return hashlib.sha256("\0".join(key).encode()).hexdigest()


def of_alert(tree: Tree, place: Place, recorded: frozenset[str]) -> Iterator[Mutant]:
    """Every mutant of one alert rule."""
    yield from _of_expr(tree, place, expressions.edits(tree.rule(place)["expr"], recorded))
    yield from _without_labels(tree, place)
    yield from _of_for(tree, place)


def of_signal(tree: Tree, place: Place) -> Iterator[Mutant]:
    """The mutants of one recording rule: of its windows and aggregations."""
    found = expressions.edits(tree.rule(place)["expr"], frozenset(), signal=True)
    yield from _of_expr(tree, place, found)


def title(rule: dict[str, Any]) -> str:
    """How reports name a rule; a model alert is two rules that differ in severity."""
    severity = rule.get("labels", {}).get("severity")
    return f"{name(rule)} ({severity})" if severity else name(rule)


def _of_expr(tree: Tree, place: Place, edits: Iterator[expressions.Edit]) -> Iterator[Mutant]:
    rule = tree.rule(place)
    before = promql_parser.parse(rule["expr"]).prettify()
    for edit in edits:
        changed = {**rule, "expr": edit.expr}
        texts = (before, edit.expr)
        yield Mutant(place, title(rule), edit.kind, edit.what, *texts, changed, edit.skip)


def _without_labels(tree: Tree, place: Place) -> Iterator[Mutant]:
    rule = tree.rule(place)
    for label, value in rule.get("labels", {}).items():
        kept = {key: each for key, each in rule["labels"].items() if key != label}
        texts = (f"{label}: {value}", "")
        yield Mutant(
            place, title(rule), "label", f"{label} dropped", *texts, {**rule, "labels": kept}
        )


def _of_for(tree: Tree, place: Place) -> Iterator[Mutant]:
    rule = tree.rule(place)
    for key in ("for", "keep_firing_for"):
        before = seconds(rule.get(key, "0s"))
        for factor in expressions.STRETCHES if before else ():
            after = nodes.duration(before * factor)
            what = f"{key} {rule[key]} becomes {after}"
            texts = (f"{key}: {rule[key]}", f"{key}: {after}")
            skip = _same_evaluation(before, before * factor, seconds(tree.interval(place)))
            yield Mutant(place, title(rule), key, what, *texts, {**rule, key: after}, skip)


def _same_evaluation(before: float, after: float, interval: float) -> str:
    same = math.ceil(before / interval) == math.ceil(after / interval)
    return "ends at the same evaluation" if same else ""


def seconds(text: str) -> float:
    """A PromQL duration in seconds; Prometheus takes a bare 0 as well."""
    return 0.0 if text in {"", "0", "0s"} else promql_parser.parse_duration(text).total_seconds()
