"""The platform that series are made up for: its models, its constants, its alerts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler import lower, proof_boards
from generator.compiler.known import known
from generator.compiler.units import unit
from generator.ir import RecordingRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.ir import AlertRule, Overlay
    from generator.promql import SeriesType

_CONSTANT = re.compile(r"vector\(([-+0-9.eInf]+)\)")
_EFFECTIVE = re.compile(r"(?:model|tier):(\w+):(?:effective_)?(min|max|objective)")
Labels = dict[str, str]


@dataclass(frozen=True)
class Platform:
    """``stated`` are the constants of an environment: name → (labels, value)."""

    known: Mapping[str, SeriesType]
    stated: Mapping[str, list[tuple[Labels, float]]]
    packs: tuple[Pack, ...]
    rules: tuple[AlertRule, ...]

    @classmethod
    def of(cls, context: Context) -> Platform:
        """As the specs have it in the last of their environments."""
        sets = lower.rule_sets(context)
        series = known(context.packs)
        units = (*context.compiled, *(unit(model, context) for model in context.specs.models))
        overlays = tuple(lower.overlays(context, sets, units))
        stated: dict[str, list[tuple[Labels, float]]] = {}
        for name, labels, value in _constants(overlays[-1]):
            stated.setdefault(name, []).append((labels, value))
        alerts = (
            rule
            for _, rules in sets
            for group in rules.groups
            for rule in group.rules
            if not isinstance(rule, RecordingRule)
        )
        every = {**series, **proof_boards.alert_series(sets, series)}
        return cls(every, stated, context.packs, tuple(alerts))

    @property
    def names(self) -> tuple[str, ...]:
        """The models."""
        return tuple(sorted(labels["model_name"] for labels, _ in self.stated["model:info"]))

    def model(self, name: str) -> Labels:
        """What the spec declares of a model."""
        found = (labels for labels, _ in self.stated["model:info"])
        return next(each for each in found if each["model_name"] == name)

    def number(self, name: str, **labels: str) -> float | None:
        """A constant of a model, else that of its tier, else one without labels."""
        kept = {key: value for key, value in labels.items() if value}
        tier = {k: v for k, v in kept.items() if k != "model_name"}
        if model := kept.get("model_name"):
            tier["tier"] = self.model(model)["tier"]
        for series, wanted in ((f"model:{name}", kept), (f"tier:{name}", tier), (name, {})):
            for found, value in self.stated.get(series, ()):
                if wanted.items() <= found.items():
                    return value
        return None

    def constants(self, name: str) -> list[Labels]:
        """The label sets of a constant; none where the name is not one."""
        return [labels for labels, _ in self.stated.get(name, ())]

    def stated_value(self, name: str, labels: Labels) -> float | None:
        """The value of a constant with exactly these labels."""
        return next((v for found, v in self.stated.get(name, ()) if found == labels), None)


def _constants(overlay: Overlay) -> Iterator[tuple[str, Labels, float]]:
    for rules in overlay.rule_sets:
        for group in rules.groups:
            for rule in group.rules:
                if isinstance(rule, RecordingRule) and (at := _CONSTANT.fullmatch(rule.expr)):
                    yield rule.record, dict(rule.labels), float(at[1])
