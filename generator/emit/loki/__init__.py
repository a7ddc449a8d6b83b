"""Rules for Loki's ruler: a ConfigMap for each pack, whose one file the chart's sidecar copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import OURS, Document, header, validate
from generator.ir import LogRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base, LogRecording, LogRuleSet

PREFIX = "watchkeeper-"
# What the sidecar looks for.
LABEL = {"loki_rule": "1"}
INTERVAL = "1m"


def base(found: Base) -> Iterator[Document]:
    """One object per pack."""
    for rules in found.platform.log_rules:
        body = header(f"generator/packs/{rules.pack}") + config_map(rules)
        yield Document(f"base/{rules.path}", body, (f"pack:{rules.pack}",))


def config_map(rules: LogRuleSet) -> str:
    """The YAML of one object; raises ``ValueError`` if it breaks our own schema.

    The sidecar writes every file into one folder, so the key has to be unique in the cluster.
    """
    found = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": f"{PREFIX}logs-{rules.name}",
            "labels": {**OURS, **LABEL},
        },
        "data": {f"{PREFIX}{rules.name}.yaml": _file(rules)},
    }
    validate(found, __name__)
    return yamlio.dump(found)


def _file(rules: LogRuleSet) -> str:
    group = {
        "name": f"{PREFIX}{rules.name}",
        "interval": INTERVAL,
        "rules": [rule(each) for each in rules.rules],
    }
    found = {"groups": [group]}
    validate({"file": found}, __name__)
    return yamlio.dump(found)


def rule(found: LogRule | LogRecording) -> dict[str, Any]:
    """One rule, as Loki reads it."""
    if not isinstance(found, LogRule):
        return {"record": found.record, "expr": found.expr}
    return {
        "alert": found.alert,
        "expr": found.expr,
        "for": found.for_,
        "labels": dict(found.labels),
        "annotations": dict(found.annotations),
    }
