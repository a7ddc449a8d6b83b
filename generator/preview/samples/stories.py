"""How much of what there is in particular series, so that panels side by side tell one story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

HOUR, DAY = 3600, 86400
MINUTE = 60


@dataclass(frozen=True)
class Level:
    """Of a counter: events per second. Of a gauge: what it shows.

    ``swing`` is how it wobbles, ``wave`` how much of it is the day's. Since ``ago`` seconds before
    the end it is ``then`` instead.
    """

    usual: float
    swing: float = 0.1
    wave: float = 0.5
    ago: int = 0
    then: float = 0.0


def _still(value: float) -> Level:
    return Level(value, 0.0, 0.0)


# Runs a second and seconds of a run.
DAGS = {
    "daily_training": (3 / DAY, 2100.0),
    "feature_refresh": (1 / 900, 240.0),
    "batch_scoring": (1 / HOUR, 1080.0),
}
RUNS = {"churn": 6 / HOUR, "demand-forecast": 2 / HOUR, "ranking": 9 / HOUR}
NONE = _still(0.0)
# By the series as name{label=value,…} in the order of the labels; the first that fits.
LEVELS: tuple[tuple[str, Level], ...] = (
    *((rf"airflow_dagrun_duration_count.*={name},", Level(n)) for name, (n, _) in DAGS.items()),
    *((rf"airflow_dagrun_duration_sum.*={name},", Level(n * s)) for name, (n, s) in DAGS.items()),
    *((rf"airflow_dagrun_duration\{{.*={name},", Level(s)) for name, (_, s) in DAGS.items()),
    *((rf"airflow_task_duration.*={name},", Level(s * 0.7)) for name, (_, s) in DAGS.items()),
    (r"airflow_dagrun_failed_count.*=feature_refresh,", Level(4 / DAY)),
    (r"airflow_dagrun_failed_count", NONE),
    (r"airflow_dagrun_failed", Level(60.0)),
    (r"airflow_dagrun_schedule_delay", Level(9.0)),
    (r"airflow_task_queued_duration", Level(14.0)),
    (r"airflow_scheduler_critical_section_duration", Level(0.05)),
    (r"airflow_dag_processing_total_parse_time", Level(7.0)),
    (r"airflow_dag_processing_import_errors", Level(0.0, 0.0, 0.0, 40 * MINUTE, 1.0)),
    (r"airflow_dag_processing_file_path", Level(3.0)),
    (r"airflow_dagbag_size", _still(24.0)),
    (r"airflow_executor_open_slots", Level(24.0, 0.02, -0.2)),
    (r"airflow_executor_queued", Level(1.4)),
    (r"airflow_executor_running", Level(8.0)),
    (r"airflow_pool_open_slots.*gpu", Level(3.0)),
    (r"airflow_pool_open_slots", Level(118.0, 0.01, -0.1)),
    (r"airflow_pool_starving", NONE),
    (r"airflow_scheduler_dagruns", Level(4.0)),
    (r"airflow_scheduler_tasks_exec", Level(2.0)),
    (r"airflow_\w*heartbeat\b", Level(0.2, 0.02, 0.0)),
    (r"airflow_ti_running.*=daily", Level(5.0)),
    (r"airflow_ti_running", Level(1.6)),
    (r"airflow_ti_deferred|airflow_triggers_running", _still(4.0)),
    (r"airflow_ti_successes", Level(30 / HOUR)),
    (r"airflow_ti_failures", Level(0.6 / HOUR)),
    (r"airflow_triggers_(blocked|failed)|airflow_\w*(timeouts|killed)", Level(0.2 / HOUR)),
    (r"statsd_exporter_udp", Level(64.0)),
    (r"feast_feature_server_request_total.*get-online.*=success", Level(26.0)),
    (r"feast_feature_server_request_total.*get-online.*=error", Level(0.03)),
    (r"feast_feature_server_request_total.*push.*=success", Level(1.6)),
    (r"feast_feature_server_request_total", Level(0.004)),
    (r"feast_feature_server_(request|online)", Level(52.0)),
    (r"feast_feature_server_transf", Level(20.0)),
    (r"feast_online_features_status.*customer.*=present", Level(104.0)),
    (r"feast_online_features_status.*=present", Level(52.0)),
    (r"feast_online_features_status.*customer", Level(0.4)),
    (r"feast_online_features_status", Level(0.5, ago=72 * MINUTE, then=9.0)),
    (r"feast_materialization_result.*customer.*=success", Level(1 / DAY, 0.0, 0.0)),
    (r"feast_materialization_result.*=success", Level(1 / 300)),
    (r"feast_materialization_result.*customer", NONE),
    (r"feast_materialization_result", Level(3 / DAY)),
    (r"feast_materialization_duration", Level(1 / 300)),
    (r"feast_push", Level(1.6)),
    (r"feast_offline.*=success", Level(0.05)),
    (r"feast_offline", Level(0.0004)),
    (r"mlflow_http_request_total.*=200", Level(18.0)),
    (r"mlflow_http_request_total.*=404", Level(0.3)),
    (r"mlflow_http_request_total", Level(0.01)),
    (r"mlflow_http", Level(18.0)),
    *((rf"mlflow_runs.*={name},.*=FINISHED", Level(n)) for name, n in RUNS.items()),
    (r"mlflow_runs.*=ranking,.*=FAILED", Level(0.4 / HOUR)),
    (r"mlflow_runs.*=FAILED", Level(0.1 / HOUR)),
    (r"mlflow_runs.*=KILLED", Level(0.08 / HOUR)),
    (r"mlflow_runs.*=RUNNING", Level(2.0)),
    (r"mlflow_exporter_series_dropped", NONE),
    (r"mlflow_traces.*=OK", Level(0.8)),
    (r"mlflow_traces", Level(0.02)),
    (r"mlflow_trace", Level(0.8)),
    (r"mlflow_registered", _still(7.0)),
    (r"mlflow_model_alias.*=champion", _still(12.0)),
    (r"mlflow_model_alias", _still(13.0)),
    (r"inferenceservice:queue_depth", Level(6.0)),
    (r"inferenceservice:spare.*churn", _still(4.0)),
    (r"inferenceservice:spare", _still(2.0)),
    (r"revision:panic", NONE),
    (r"revision:pods:.*tagger-00005", NONE),
    (r"revision:pods.*tagger", _still(1.0)),
    (r"revision:pods", _still(3.0)),
    (r"model:load_errors.*product-tagger", Level(2.0, 0.3)),
    (r"model:load_errors", NONE),
    (r"argo_workflows_gauge.*=Running", Level(3.0)),
    (r"argo_workflows_gauge.*=Pending", Level(0.6)),
    (r"argo_workflows_gauge.*=Succeeded", Level(46.0, 0.05)),
    (r"argo_workflows_gauge.*=Failed", _still(4.0)),
    (r"argo_workflows_gauge", _still(1.0)),
    (r"argo_workflows_total.*=(Succeeded|Running)", Level(60 / HOUR)),
    (r"argo_workflows_total.*=Failed", Level(3 / HOUR)),
    (r"argo_workflows_(total|error)", Level(0.03 / HOUR)),
    (r"argo_workflows_queue", Level(1.2, 0.3)),
    (r"namespace:workflows.*=Succeeded", Level(340.0)),
    (r"namespace:workflows.*research,.*=Failed", Level(24.0, 0.02)),
    (r"namespace:workflows.*=Failed", Level(11.0, 0.02)),
    (r"namespace:workflows", NONE),
    (r"namespace:katib.*=succeeded", Level(24.0)),
    (r"namespace:katib.*training,.*=failed", _still(4.0)),
    (r"namespace:katib", _still(1.0)),
    (r"katib_trials.*=Succeeded", Level(60.0, 0.02)),
    (r"katib_trials.*=Running", Level(6.0)),
    (r"katib_experiments.*=Succeeded", _still(8.0)),
    (r"katib_.*=Running", _still(2.0)),
    (r"katib_", _still(1.0)),
    (r"training_operator_jobs_(created|successful)", Level(4 / HOUR)),
    (r"training_operator", Level(0.15 / HOUR)),
    (r"notebook_create_failed", Level(0.1 / HOUR)),
    (r"run_server_create", Level(130 / HOUR)),
    (r"controller_runtime_reconcile_errors|controller_runtime.*=error", Level(0.01)),
    (r"controller_runtime", Level(1.5)),
    (r"container_cpu_cfs_periods", Level(10.0, 0.01, 0.0)),
    (r"container_cpu_cfs_throttled.*product-tagger", Level(2.6, 0.3)),
    (r"container_cpu_cfs_throttled", Level(0.4, 0.3)),
    (r"kube_job_status_active.*store-cleanup", _still(2.0)),
    (r"kube_job_status_active", NONE),
    (r"kube_node_status_allocatable.*=nvidia", _still(2.0)),
    (r"kube_node_status_allocatable.*=cpu", _still(32.0)),
    (r"kube_pod_container_resource_.*train-demand.*=nvidia", _still(4.0)),
    (r"kube_pod_container_resource_.*=nvidia_com_mig", NONE),
    (r"node_memory_MemAvailable", Level(2.6e10, 0.05, -0.3)),
    (r"node_memory_MemTotal", _still(6.4e10)),
    (r"gpu:temperature", Level(68.0, 0.03, 0.1)),
    (r"DCGM_FI_DEV_FB_USED", Level(21000.0, 0.03)),
    (r"DCGM_FI_DEV_FB_FREE", Level(19000.0, 0.03, -0.3)),
    (r"persistentvolumeclaim:.*scratch.*=bytes", Level(0.21, 0.02, -0.1)),
    (r"prometheus_rule_group_interval", _still(60.0)),
    (r"prometheus_rule_group_last_duration.*slo", Level(14.0)),
    (r"prometheus_rule_group_last_duration", Level(0.8)),
    (r"prometheus_tsdb_storage_blocks", Level(2.1e10, 0.01, 0.0)),
    (r"prometheus_tsdb_retention_limit", _still(4.3e10)),
    (r"(prometheus|loki|tempo|tempodb)_\w*(fail|miss|corrupt|exceed|error|retries)", NONE),
    (r"(prometheus|alertmanager)_notifications_(dropped|errors|failed)", NONE),
    (r"loki_write_sent_entries.*=ml,|loki_distributor_lines.*=ml,", Level(48.0)),
    (r"loki_write_sent_entries|loki_distributor_lines", Level(30.0)),
    (r"loki_distributor_bytes.*=ml,", Level(48.0 * 320)),
    (r"loki_distributor_bytes", Level(30.0 * 320)),
    (r"scrape_samples", Level(1900.0, 0.01, 0.02)),
    (r"scrape_duration", Level(0.2)),
    (r"otelcol_exporter_queue_capacity", _still(1000.0)),
    (r"otelcol_exporter_queue_size", Level(40.0, 0.4)),
    (r"alertmanager_alerts.*=active", _still(9.0)),
    (r"alertmanager_alerts", _still(1.0)),
    (r"argocd_app_sync.*=Succeeded", Level(2 / HOUR)),
    (r"argocd_app_sync.*=Failed", Level(0.1 / HOUR)),
    (r"argocd_app_sync|argocd_git_fetch_fail", Level(0.02 / HOUR)),
)
# The same as others: a gauge that shows what a counter has counted.
COUNTED = {"mlflow_runs": "mlflow_runs_finished_total"}
# Of histograms: half of what they count is below.
MIDDLES: tuple[tuple[str, float], ...] = (
    (r"feast_feature_server_request", 0.018),
    (r"feast_feature_server_online", 0.008),
    (r"feast_feature_server_transf", 0.004),
    (r"feast_materialization", 16.0),
    (r"mlflow_trace", 1.2),
    (r"mlflow_http", 0.04),
    (r"argocd_app_reconcile", 0.4),
    (r"argocd_git", 0.8),
)
# Of ages, by the day's clock: how often what they count from happens, and when.
AGES: tuple[tuple[str, int, int], ...] = (
    (r"feast_feature_freshness.*daily", DAY, 4 * HOUR),
    (r"feast_feature_freshness", 300, 0),
)
# Of moments: how long ago they were.
SINCE: tuple[tuple[str, int], ...] = (
    (r"mlflow_run_oldest_running.*demand-forecast", 27 * HOUR),
    (r"kube_job_status_start_time.*cleanup", 8 * MINUTE),
    (r"kube_job_status_start_time", 5 * HOUR),
    (r"prometheus_tsdb_lowest", 15 * DAY),
)
# Of what runs by the clock: how often, and how late in the day (seconds).
SCHEDULES = {"nightly-scoring": (DAY, 2 * HOUR), "store-cleanup": (HOUR, 0)}
TAKES = 14 * MINUTE  # each of them
# Series that are not there: other generations of the same, and what has not started.
ABSENT = re.compile(
    r"revision_app_|kn_queueproxy_|container_\w+\{.*train-demand|"
    r"(container:waiting|kube_pod_\w*container_status_).*train-demand|"
    r"kube_node_status_allocatable.*=node-3,.*nvidia|kube_pod_container_resource.*mig"
)
_FIRST = tuple((re.compile(pattern), level) for pattern, level in LEVELS)


def written(name: str, labels: dict[str, str]) -> str:
    """A series as the patterns here have it."""
    return f"{name}{{{''.join(f'{key}={labels[key]},' for key in sorted(labels))}}}"


@cache
def level(series: str) -> Level | None:
    """How much there is of a series, where that is told here."""
    return next((found for pattern, found in _FIRST if pattern.match(series)), None)


def middle(series: str) -> float | None:
    """Half of what a histogram counts is below, where that is told here."""
    return next((found for pattern, found in MIDDLES if re.match(pattern, series)), None)


def age(series: str) -> tuple[int, int] | None:
    """How often and when something happens, where its age is told here."""
    return next(((every, at) for name, every, at in AGES if re.match(name, series)), None)


def since(series: str) -> int | None:
    """How long before the end a moment was, where that is told here."""
    return next((found for pattern, found in SINCE if re.match(pattern, series)), None)


def absent(series: str) -> bool:
    """Whether there is no such series on this platform."""
    return ABSENT.match(series) is not None
