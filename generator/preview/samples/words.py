"""What labels are called in particular series: which belong together, and which values there are.

Read before the packs' cases, whose names are made for tests.
"""

from __future__ import annotations

import re
from functools import cache

Labels = dict[str, str]
OLD = "churn-classifier-00011-deployment-58b7d-w5z9c"
NEW = "churn-classifier-00012-deployment-6c9d4-k2x7p"
TAGGER = "product-tagger-00004-deployment-5b8cd-m4t6r"
BROKEN = "product-tagger-00005-deployment-7f6bd-9hx2m"  # the new revision that does not start
RANKER = "search-ranker-7c5d9-q8w2z"
NOTEBOOK = "notebook-anna-0"
WAITS = "train-demand-forecast-0"  # for a node with free GPUs
FAILED_JOB = "nightly-scoring-29475480"
FAILED_TRAINING = "demand-forecast-node-0"
FAULTY = {"node": "gpu-node-2", "gpu": "1", "err_code": "74"}
TEAMS = ("ml-batch", "ml-research")


def _rows(labels: str, *rows: str) -> tuple[Labels, ...]:
    names = labels.split()
    return tuple(dict(zip(names, row.split(), strict=True)) for row in rows)


def _gpus() -> tuple[Labels, ...]:
    found = _rows(
        "node gpu namespace pod container",
        f"gpu-node-1 0 ml-serving {NEW} model",
        f"gpu-node-1 1 ml-serving {RANKER} model",
        f"gpu-node-2 0 ml-serving {TAGGER} kserve-container",
        f"gpu-node-2 1 kubeflow {NOTEBOOK} notebook",
    )
    same = {"Hostname": "node", **{f"exported_{name}": name for name in found[0] if name != "gpu"}}
    return tuple({**each, **{other: each[name] for other, name in same.items()}} for each in found)


JOBS = (
    f"ml-batch {FAILED_JOB} CronJob nightly-scoring",
    "mlflow store-cleanup-29475120 CronJob store-cleanup",
    f"ml-batch {FAILED_TRAINING} JobSet demand-forecast",
)
# By the name of the series: sets of labels, of which it has those that it knows.
SETS: tuple[tuple[str, tuple[Labels, ...]], ...] = (
    (
        r"argocd_app(:|_info)",
        _rows(
            "name project dest_namespace sync_status health_status autosync_enabled",
            "watchkeeper platform monitoring Synced Healthy true",
            "airflow platform airflow OutOfSync Healthy false",
            "mlflow platform mlflow Synced Healthy true",
            "churn-classifier models ml-serving Synced Healthy true",
            "product-tagger models ml-serving Synced Degraded true",
        ),
    ),
    (
        r"inferenceservice:",
        _rows(
            "namespace inferenceservice horizontalpodautoscaler",
            "ml-serving churn-classifier churn-classifier",
            "ml-serving product-tagger product-tagger",
        ),
    ),
    (
        r"revision:",
        _rows(
            "namespace inferenceservice revision",
            "ml-serving churn-classifier churn-classifier-00012",
            "ml-serving product-tagger product-tagger-00004",
            "ml-serving product-tagger product-tagger-00005",
        ),
    ),
    (
        r"pod:inferenceservice:",
        _rows(
            "namespace pod inferenceservice",
            f"ml-serving {NEW} churn-classifier",
            f"ml-serving {TAGGER} product-tagger",
            f"ml-serving {BROKEN} product-tagger",
        ),
    ),
    (
        r"kn_|revision_",
        _rows(
            "namespace pod container model_name",
            f"ml-serving {OLD} queue-proxy churn-classifier",
            f"ml-serving {NEW} queue-proxy churn-classifier",
            f"ml-serving {TAGGER} queue-proxy product-tagger",
        ),
    ),
    (r"gpu:|DCGM_", _gpus()),
    (
        r"persistentvolumeclaim:|kubelet_volume",
        _rows(
            "namespace persistentvolumeclaim",
            "mlflow mlflow-artifacts",
            "ml-batch training-scratch",
            "monitoring prometheus-data-0",
            "monitoring loki-data-0",
        ),
    ),
    (r"kube_job_", _rows("namespace job_name owner_kind owner_name", *JOBS)),
    (
        r"kube_cronjob_",
        _rows("namespace cronjob", "ml-batch nightly-scoring", "mlflow store-cleanup"),
    ),
    (r"namespace:", _rows("namespace", *TEAMS)),
    (
        r"argo_workflows_total|katib_|notebook_",
        _rows("namespace exported_namespace", *(f"kubeflow {team}" for team in TEAMS)),
    ),
    (
        r"training_operator_",
        _rows("namespace job_namespace", *(f"kubeflow {team}" for team in TEAMS)),
    ),
    (
        r"controller_runtime_",
        _rows(
            "job namespace controller",
            "kubeflow kubeflow trainjob",
            "kubeflow kubeflow experiment",
            "kserve kserve inferenceservice",
        ),
    ),
    (r"statsd_exporter_", _rows("namespace pod job", "airflow airflow-statsd-0 airflow")),
)
# By the label and the name of the series.
VALUES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("alertmanager", "prometheus_", tuple(f"http://alertmanager-{n}:9093" for n in (0, 1))),
    ("cause", "argo_", ("OperationPanic", "CronWorkflowSubmissionError")),
    ("component_id", "otelcol_", ("otelcol.exporter.otlp.tempo",)),
    ("created_by_name", "kube_", ("churn-classifier-6c9d4",)),
    ("endpoint", "feast_", ("/get-online-features", "/push")),
    ("family", "mlflow_", ("mlflow_runs",)),
    ("framework", "training_operator_", ("pytorch",)),
    ("handler", "grafana_", ("/api/ds/query", "/api/dashboards/uid/:uid")),
    ("host", "loki_write_", ("loki-gateway",)),
    ("job", "scrape_", ("airflow", "feast", "kube-state-metrics", "mlflow", "node-exporter")),
    ("mode", "feast_", ("online",)),
    ("outcome", "namespace:katib", ("succeeded", "failed", "no_metric")),
    ("phase", "argo_workflows_gauge", ("Pending", "Running", "Succeeded", "Failed", "Error")),
    ("phase", "argo_workflows_total", ("Running", "Succeeded", "Failed", "Error")),
    ("phase", "argocd_", ("Succeeded", "Failed", "Error")),
    ("phase", "kube_pod", ("Pending", "Running", "Succeeded", "Failed")),
    ("phase", "namespace:", ("Succeeded", "Failed", "Error")),
    ("push_source", "feast_", ("clickstream", "payments")),
    ("queue_name", "argo_", ("workflow_queue", "pod_cleanup_queue", "cron_wf_queue")),
    ("reason", "container:waiting", ("CrashLoopBackOff", "ImagePullBackOff")),
    ("receiver", "tempo_", ("otlp", "jaeger")),
    ("remote_name", "prometheus_", ("mimir",)),
    ("repo", "argocd_", ("https://git.example.com/platform", "https://git.example.com/models")),
    ("route", "loki_", ("loki_api_v1_push", "loki_api_v1_query_range")),
    ("state", "alertmanager_", ("active", "suppressed")),
    ("state", "mlflow_traces", ("OK", "ERROR")),
    ("status", "feast_offline", ("success", "error")),
    ("status", "feast_online", ("present", "not_found")),
    ("status", "katib_", ("Running", "Succeeded", "Failed")),
    ("status", "mlflow_http", ("200", "404", "500")),
    ("status", "mlflow_runs$", ("RUNNING", "FINISHED", "FAILED", "KILLED")),
    ("tenant", "loki|tempo", ("ml", "platform")),
)
# What a job is scraped from, where that is not one pod of its name.
PODS_OF = {
    "feast": ("feast-0", "feast-1"),
    "kubeflow": ("ml-pipeline-0", "workflow-controller-0", "katib-controller-0", "trainer-0"),
    "kserve": ("kserve-controller-manager-0",),
    "prometheus": ("prometheus-0", "prometheus-1"),
}


@cache
def sets(series: str) -> tuple[Labels, ...]:
    """The label sets of a series that are known as a whole."""
    return next((rows for name, rows in SETS if re.match(name, series)), ())


@cache
def values(series: str, label: str) -> tuple[str, ...]:
    """What a label is called in a series, as far as it is told here."""
    found = (words for at, name, words in VALUES if at == label and re.match(name, series))
    return next(found, ())
