"""What holds for a model that does not say otherwise.

Tier numbers become one constant series per tier and environment; task numbers are the model's own
and so appear beside its name. ``Platform.spec.modelDefaults`` overrides both, key by key.
The thresholds 5 %, 1 s, 0.8 and 0.3 are those the alerts of this stack have always started from.
"""

from __future__ import annotations

from typing import Any

Partial = dict[str, Any]  # a part of a model's spec, as YAML has it

ALL_TIERS: Partial = {
    "errorRate": {"max": "5%"},
    "latency": {"p95": {"max": "1s"}},
    "drift": {"featureScore": {"max": 0.3}, "share": {"max": "30%"}},
    "traffic": {"drop": "80%"},
}
TIERS: dict[str, Partial] = {
    "1": {
        "objectives": {"availability": {"target": "99.9%"}, "minEvents": 100},
        "freshness": {"trained": "30d", "prediction": "1d", "monitored": "26h"},
    },
    "2": {
        "objectives": {"availability": {"target": "99.5%"}, "minEvents": 100},
        "freshness": {"trained": "60d", "prediction": "2d", "monitored": "26h"},
    },
    "3": {
        "objectives": {"availability": {"target": "99%"}, "minEvents": 100},
        "freshness": {"trained": "90d", "prediction": "7d", "monitored": "8d"},
    },
}
TASKS: dict[str, Partial] = {"classification": {"quality": {"accuracy": {"min": 0.8}}}}


def merge(*layers: Partial) -> Partial:
    """Later layers win, key by key; a null in a later layer wins too."""
    found: Partial = {}
    for layer in layers:
        for key, value in layer.items():
            old = found.get(key)
            if isinstance(value, dict) and isinstance(old, dict):
                found[key] = merge(old, value)
            else:
                found[key] = value
    return found
