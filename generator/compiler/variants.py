"""The cases of a pack, and those that follow from them without anybody writing them.

Each case of an alert whose severity depends on the tier runs twice, the second time with its two
models swapped: ``a`` is of tier 1 and ``b`` of tier 2. Each alert on models also has to be quiet
for models that are exempt, and each threshold must survive being loaded twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from generator import promql
from generator.catalog import AlertSeverity, Bound, PackKind, SignalCase
from generator.compiler.known import EXEMPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Alert, Case, ModelThreshold, Pack

# The two models of every case: (name, team, tier).
MODELS = (("a", "alpha", "1"), ("b", "beta", "2"))
SWAP = {"a": "b", "b": "a"}
MODEL_NAME = re.compile(r'model_name="([ab])"')
LONG = 2000  # values; more than any case has steps


def of_alert(alert: Alert, pack: Pack) -> Iterator[Case]:
    """The cases of one alert."""
    found = list(alert.cases)
    firing = next((case for case in alert.cases if case.labels), None)
    if pack.kind is PackKind.MODEL and firing:
        found.append(_exempted(alert, firing))
    for case in found:
        yield case
        if alert.severity is AlertSeverity.BY_TIER:
            yield _swapped(case)


def of_signals(pack: Pack) -> Iterator[SignalCase]:
    """The cases of the pack's recorded series."""
    yield from pack.cases
    yield from map(_loaded_twice, pack.thresholds)


def _exempted(alert: Alert, case: Case) -> Case:
    """A firing case in which every model that fired is exempt from the alert."""
    models = sorted({each["model_name"] for each in case.labels})
    off = {
        promql.selector(EXEMPT, alertname=alert.name, model_name=name): f"1x{LONG}"
        for name in models
    }
    return replace(case, says=f"{case.says}, but exempt", series={**case.series, **off}, labels=())


def _swapped(case: Case) -> Case:
    series = {MODEL_NAME.sub(_other, key): value for key, value in case.series.items()}
    labels = tuple(
        {
            name: SWAP.get(value, value) if name == "model_name" else value
            for name, value in each.items()
        }
        for each in case.labels
    )
    return replace(case, says=f"{case.says} (tiers swapped)", series=series, labels=labels)


def _other(match: re.Match[str]) -> str:
    return f'model_name="{SWAP[match[1]]}"'


def _loaded_twice(threshold: ModelThreshold) -> SignalCase:
    """Two copies of a model's number and of a tier's: the stricter of each counts."""
    own, tier = (2.0, 6.0) if threshold.bound is Bound.MAX else (3.0, 7.0)
    return SignalCase(
        says="the stricter of two copies counts, for a model and for a tier",
        record=threshold.effective,
        series={
            f'{threshold.series}{{model_name="a"}}': "2x10",
            f'{threshold.series}{{model_name="a",copy="old"}}': "3x10",
            f'{threshold.tier_series}{{tier="2"}}': "7x10",
            f'{threshold.tier_series}{{tier="2",copy="old"}}': "6x10",
        },
        at="1m",
        expect={
            f'{threshold.effective}{{model_name="a"}}': own,
            f'{threshold.effective}{{model_name="b"}}': tier,
        },
    )
