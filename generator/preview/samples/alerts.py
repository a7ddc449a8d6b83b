"""Which alerts fire on that day: on models and on services in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.lower_rules import PAGING_TIER
from generator.preview.samples.models import BURNS, DRIFTS
from generator.preview.samples.words import BROKEN, FAILED_JOB, FAULTY, WAITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import AlertRule
    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Platform

MINUTE, HOUR = 60, 3600
Labels = dict[str, str]
OF_MODELS: tuple[tuple[str, int, int, Labels], ...] = (
    ("ModelErrorBudgetBurnFast", BURNS, 38 * MINUTE, {"slo": "availability"}),
    ("ModelDriftShareHigh", DRIFTS, 26 * HOUR, {}),
)
# What the stories of the services come to.
OF_SERVICES: tuple[tuple[str, int, Labels], ...] = (
    ("AirflowImportErrors", 25 * MINUTE, {"namespace": "airflow"}),
    (
        "ArgocdAppUnhealthy",
        96 * MINUTE,
        {"name": "product-tagger", "project": "models", "dest_namespace": "ml-serving"},
    ),
    (
        "ArgocdAutosyncDisabled",
        5 * HOUR,
        {"name": "airflow", "project": "platform", "dest_namespace": "airflow"},
    ),
    (
        "FeastFeaturesNotFound",
        55 * MINUTE,
        {"namespace": "feast", "feature_view": "transactions_5min"},
    ),
    (
        "KServeInferenceServiceCrashLooping",
        100 * MINUTE,
        {
            "namespace": "ml-serving",
            "inferenceservice": "product-tagger",
            "container": "kserve-container",
        },
    ),
    (
        "KubeflowTrainJobFailed",
        4 * HOUR,
        {"namespace": "ml-batch", "train_job": "demand-forecast"},
    ),
    ("KubernetesGpuXidError", 2 * HOUR, FAULTY),
    ("KubernetesJobFailed", 4 * HOUR, {"namespace": "ml-batch", "job_name": FAILED_JOB}),
    (
        "KubernetesPodCrashLooping",
        104 * MINUTE,
        {"namespace": "ml-serving", "pod": BROKEN, "container": "kserve-container"},
    ),
    ("KubernetesPodUnschedulable", 3 * HOUR, {"namespace": "ml-batch", "pod": WAITS}),
    ("MLflowRunStuck", 3 * HOUR, {"namespace": "mlflow", "experiment": "demand-forecast"}),
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
    for alert, age, own in OF_SERVICES:
        if rule := rules.get(alert):
            yield {"alertname": alert, **own, **dict(rule.labels)}, age
