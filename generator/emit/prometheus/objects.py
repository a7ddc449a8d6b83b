"""The shape of a PrometheusRule, key by key, in the order a reader wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import OURS, validate
from generator.ir import AlertRule
from generator.promql import duration, pretty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.ir import Labels, Rule, RuleGroup

Object = dict[str, Any]  # a Kubernetes object, as YAML has it
PREFIX = "watchkeeper-"
PACKAGE = "generator.emit.prometheus"


def prometheus_rule(name: str, selector: Labels, groups: Iterable[RuleGroup]) -> str:
    """The YAML of one object; raises ``ValueError`` if it breaks our own schema."""
    found: Object = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        "metadata": {
            "name": f"{PREFIX}{name}",
            "labels": {**OURS, **dict(selector)},
        },
        "spec": {"groups": [group(each) for each in groups]},
    }
    validate(found, PACKAGE)
    return yamlio.dump(found)


def group(found: RuleGroup) -> Object:
    """One rule group."""
    return {
        "name": f"{PREFIX}{found.name}",
        "interval": duration(found.interval),
        "rules": [rule(each) for each in found.rules],
    }


def rule(found: Rule) -> Object:
    """One rule; constants, which have the simplest of expressions, stand on one line each."""
    if isinstance(found, AlertRule):
        return _alert(found)
    constant = found.expr.startswith("vector(")
    plain: Object = {"record": found.record, "expr": found.expr if constant else pretty(found.expr)}
    if found.labels:
        plain["labels"] = yamlio.Flow(found.labels)
    return yamlio.Flow(plain) if constant else plain


def _alert(found: AlertRule) -> Object:
    plain: Object = {"alert": found.alert, "expr": pretty(found.expr)}
    if found.for_ not in ("", "0m", "0s"):
        plain["for"] = found.for_
    if found.keep_firing_for:
        plain["keep_firing_for"] = found.keep_firing_for
    return plain | {"labels": dict(found.labels), "annotations": dict(found.annotations)}
