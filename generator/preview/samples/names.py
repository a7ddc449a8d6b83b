"""What things are called on the platform that series are made up for, and which are in trouble."""

from __future__ import annotations

from generator.preview.samples.words import (
    BROKEN,
    FAILED_JOB,
    FAILED_TRAINING,
    NEW,
    NOTEBOOK,
    PODS_OF,
    RANKER,
    TAGGER,
    WAITS,
)

Labels = dict[str, str]
Place = tuple[str, str, str, str]
PODS: tuple[Place, ...] = (
    ("ml-serving", NEW, "model", "gpu-node-1"),
    ("ml-serving", TAGGER, "kserve-container", "gpu-node-2"),
    ("ml-serving", BROKEN, "kserve-container", "gpu-node-2"),
    ("ml-serving", RANKER, "model", "gpu-node-1"),
    ("ml-batch", WAITS, "trainer", "node-3"),
    ("kubeflow", NOTEBOOK, "notebook", "gpu-node-2"),
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
    "deployment": ("churn-classifier", "mlflow"),
    "executor": ("KubernetesExecutor",),
    "experiment": ("churn", "demand-forecast", "ranking"),
    "feature": ("tenure_months", "monthly_spend", "support_calls", "region"),
    "feature_view": ("customer_daily", "transactions_5min"),
    "gpu": ("0", "1"),
    "inferenceservice": ("churn-classifier", "product-tagger"),
    "integration": ("email", "slack", "pagerduty"),
    "model": ("churn-classifier", "search-ranker"),
    "model_version": ("11", "12"),
    "pool": ("default_pool", "gpu_pool"),
    "project": ("retail",),
    "replicaset": ("churn-classifier-6c9d4",),
    "rule_group": tuple(
        f"{RULES}/{each}.yaml;{each}" for each in ("model-slo", "model-drift", "airflow")
    ),
    "statefulset": ("search-ranker", "loki"),
    "train_job": ("demand-forecast",),
}
TROUBLED = frozenset({WAITS, BROKEN, FAILED_JOB, FAILED_TRAINING})
# Where series come from whose names do not begin with their system.
SYSTEMS = {
    **dict.fromkeys(("kube", "kubelet", "persistentvolumeclaim", "container"), "kubernetes"),
    **dict.fromkeys(("argo", "katib", "notebook", "run", "training", "namespace"), "kubeflow"),
    **dict.fromkeys(("DCGM", "gpu"), "dcgm-exporter"),
    "node": "node-exporter",
    "statsd": "airflow",
    "otelcol": "alloy",
    "tempodb": "tempo",
    "kn": "models",
}


def system_of(series: str) -> str:
    """Which system a series is of, by the first word of its name."""
    first = series.partition("_")[0].partition(":")[0]
    return SYSTEMS.get(first, first)


def things(series: str, systems: frozenset[str]) -> tuple[tuple[Labels, ...], ...]:
    """Labels that belong together: what each row says of one thing."""
    system = series.partition("_")[0].partition(":")[0]
    pods: tuple[Place, ...] = PODS
    if system in systems:
        place = "monitoring" if system in WATCHERS else system
        pods = tuple((place, f"{system}-{n}", system, f"node-{n + 3}") for n in (0, 1))
    return (
        tuple(_named(dict(zip(PLACE, each, strict=True))) for each in pods),
        tuple(dict(zip(("dag_id", "task_id"), each, strict=True)) for each in TASKS),
    )


WATCHERS = frozenset(
    {
        *("prometheus", "alertmanager", "grafana", "loki", "tempo", "alloy"),
        *("dcgm-exporter", "kube-state-metrics", "kubelet", "node-exporter"),
    }
)


def _named(found: Labels) -> Labels:
    return {**found, **{other: found[label] for other, label in SAME.items()}}


def placed(series: str, labels: Labels) -> list[Labels]:
    """A model's series where the model runs; a target's in the pods of its job."""
    if model := labels.get("model_name"):
        own = next((each for each in PODS if each[1].startswith(model)), None)
        places = [own or ("ml-serving", f"{model}-0", "model", "gpu-node-1")]
    elif series == "up" and (job := labels.get("job")):
        where = "monitoring" if job in WATCHERS else job
        places = [(where, pod, job, "node-3") for pod in PODS_OF.get(job, (f"{job}-0",))]
    else:
        return [labels]
    known = (
        {**_named(dict(zip(PLACE, place, strict=True))), "instance": f"{place[1]}:8080"}
        for place in places
    )
    return [{label: each.get(label, old) for label, old in labels.items()} for each in known]
