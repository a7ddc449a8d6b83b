"""Which alerts fire on that day: on models in trouble, and one ticket of each service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.lower_rules import PAGING_TIER
from generator.preview.samples.models import BURNS, DRIFTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Pack
    from generator.ir import AlertRule
    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Platform

MINUTE, HOUR = 60, 3600
Labels = dict[str, str]
OF_MODELS: tuple[tuple[str, int, int, Labels], ...] = (
    ("ModelErrorBudgetBurnFast", BURNS, 38 * MINUTE, {"slo": "availability"}),
    ("ModelDriftShareHigh", DRIFTS, 26 * HOUR, {}),
)


def firing(
    name: str, platform: Platform, over: Grid
) -> Iterator[tuple[Labels, list[tuple[int, float]]]]:
    """The series of ``ALERTS`` or of ``ALERTS_FOR_STATE``."""
    for labels, age in (*_of_models(platform), *_of_services(platform)):
        since = over.end - age
        times = [at for at in over.times if at >= since]
        if name == "ALERTS":
            yield {**labels, "alertstate": "firing"}, [(at, 1.0) for at in times]
        else:
            yield labels, [(at, float(since)) for at in times]


def _of_models(platform: Platform) -> Iterator[tuple[Labels, int]]:
    rules: dict[str, list[AlertRule]] = {}
    for each in platform.rules:
        rules.setdefault(each.alert, []).append(each)
    for alert, number, age, more in OF_MODELS:
        if alert in rules and number < len(platform.names):
            model = platform.model(platform.names[number])
            severity = ("severity", "page" if model["tier"] == PAGING_TIER else "ticket")
            rule = next((each for each in rules[alert] if severity in each.labels), rules[alert][0])
            own = {key: model[key] for key in ("model_name", "team", "tier")}
            yield {"alertname": alert, **own, **more, **dict(rule.labels)}, age


def _of_services(platform: Platform) -> Iterator[tuple[Labels, int]]:
    rules = {rule.alert: rule for rule in platform.rules}
    for index, pack in enumerate(platform.packs):
        if found := _ticket(pack, rules):
            rule, own = found
            labels = {"alertname": rule.alert, **own, **dict(rule.labels)}
            if "model_name" not in labels:
                yield labels, 35 * MINUTE + index * 7 * MINUTE


def _ticket(pack: Pack, rules: dict[str, AlertRule]) -> tuple[AlertRule, Labels] | None:
    """The last alert of a service that wakes nobody, with the labels of a case where it fires."""
    for alert in reversed(pack.alerts):
        rule = rules.get(alert.name)
        fires = next((case for case in alert.cases if case.labels), None)
        if rule and fires and ("severity", "ticket") in rule.labels:
            return rule, dict(fires.labels[0])
    return None
