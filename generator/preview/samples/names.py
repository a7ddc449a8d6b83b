"""What things are called on the platform that series are made up for, and which are in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Labels = dict[str, str]
BROKEN = "product-tagger-00004-deployment-7f6bd-9hx2m"
Place = tuple[str, str, str, str]
PODS: tuple[Place, ...] = (
    ("ml-serving", "churn-classifier-00012-deployment-6c9d4-k2x7p", "model", "gpu-node-1"),
    ("ml-serving", BROKEN, "kserve-container", "gpu-node-2"),
    ("ml-training", "train-demand-forecast-0", "trainer", "gpu-node-2"),
    ("ml-platform", "notebook-anna-0", "notebook", "node-3"),
)
PLACE = ("namespace", "pod", "container", "node")
SAME = {  # other names for the same thing
    "exported_namespace": "namespace",
    "exported_pod": "pod",
    "exported_container": "container",
    "Hostname": "node",
}
TASKS = (
    ("daily_training", "train_model"),
    ("feature_refresh", "materialize"),
    ("batch_scoring", "score"),
)
RULES = "/etc/prometheus/rules/watchkeeper"
# Of labels that stand alone.
NAMES: dict[str, tuple[str, ...]] = {
    "alias": ("champion", "challenger"),
    "class": ("stays", "leaves"),
    "controller": ("training-operator", "katib"),
    "cronjob": ("nightly-scoring", "store-cleanup"),
    "deployment": ("churn-classifier", "mlflow"),
    "executor": ("KubernetesExecutor",),
    "experiment": ("churn", "demand-forecast", "ranking"),
    "feature": ("tenure_months", "monthly_spend", "support_calls", "region"),
    "feature_view": ("customer_daily", "transactions_hourly"),
    "gpu": ("0", "1"),
    "handler": ("/query", "/api/v1/query_range"),
    "horizontalpodautoscaler": ("churn-classifier",),
    "inferenceservice": ("churn-classifier", "product-tagger"),
    "integration": ("email", "slack", "pagerduty"),
    "job_name": ("nightly-scoring-29475480", "store-cleanup-29475120"),
    "model": ("churn-classifier", "search-ranker"),
    "model_version": ("11", "12"),
    "name": ("churn-classifier", "ml-platform"),
    "owner_name": ("demand-forecast",),
    "persistentvolumeclaim": ("mlflow-artifacts", "training-scratch"),
    "phase": ("Running", "Succeeded", "Pending"),
    "pool": ("default_pool", "gpu_pool"),
    "project": ("retail",),
    "replicaset": ("churn-classifier-6c9d4",),
    "revision": ("churn-classifier-00011", "churn-classifier-00012"),
    "route": ("/get-online-features", "/push"),
    "rule_group": tuple(
        f"{RULES}/{each}.yaml;{each}" for each in ("model-slo", "model-drift", "airflow")
    ),
    "state": ("active", "suppressed"),
    "statefulset": ("search-ranker", "loki"),
    "train_job": ("demand-forecast",),
}
TROUBLED = frozenset({"train-demand-forecast-0", BROKEN, NAMES["job_name"][-1]})


def things(series: str, systems: frozenset[str]) -> tuple[tuple[Labels, ...], ...]:
    """Labels that belong together: what each row says of one thing."""
    system = series.partition("_")[0].partition(":")[0]
    pods: tuple[Place, ...] = PODS
    if system in systems:
        place = "monitoring" if system in WATCHERS else "ml-platform"
        pods = tuple((place, f"{system}-{n}", system, f"node-{n + 3}") for n in (0, 1))
    return (
        tuple(_named(dict(zip(PLACE, each, strict=True))) for each in pods),
        tuple(dict(zip(("dag_id", "task_id"), each, strict=True)) for each in TASKS),
    )


WATCHERS = frozenset({"prometheus", "alertmanager", "grafana", "loki", "tempo", "alloy"})


def _named(found: Labels) -> Labels:
    return {**found, **{other: found[label] for other, label in SAME.items()}}


def placed(labels: Labels) -> Labels:
    """A model's series where the model runs; a target's where its job does."""
    if model := labels.get("model_name"):
        own = next((each for each in PODS if each[1].startswith(model)), None)
        place = own or ("ml-serving", f"{model}-0", "model", "gpu-node-1")
    elif {"job", "pod"} <= labels.keys() and labels.get("job"):
        job = labels["job"]
        place = ("monitoring" if job in WATCHERS else "ml-platform", f"{job}-0", job, "node-3")
    else:
        return labels
    found: Mapping[str, str] = _named(dict(zip(PLACE, place, strict=True)))
    return {label: found.get(label, value) for label, value in labels.items()}
