"""Airflow's logs: which task a line belongs to, and tasks that failed.

Checked against Airflow's sources. Pods of the Kubernetes executor and of the operator for pods say
in annotations and labels which task they run. Airflow 2 writes text there, Airflow 3 JSON; with
Celery the lines of tasks are in files of the workers, which nothing here reads. The scheduler
writes one line for each try that ended, in every version and with every executor: alerts read that.
"""

from generator.catalog import AlertSeverity, LogAlert, LogPipeline, Relabeling, stages
from generator.catalog.scrape import copy, pod_annotation, pod_label

TASK = ("dag_id", "task_id", "run_id", "try_number", "map_index")
# What Airflow 3 writes in each JSON line beside the message. A label of Alloy's own is called
# filename, so that field gets another name.
CALL = ("logger", "lineno", "ti_id")

PIPELINES = (
    LogPipeline(
        "airflow",
        '{app="airflow"}',
        (
            stages.join(stages.PYTHON_LINE),
            stages.answered("/api/v2/monitor/health", "/api/v2/version", "/health"),
            stages.find(
                r"\bdag_id=(?P<dag_id>[^,\s]+), task_id=(?P<task_id>[^,\s]+), "
                r"run_id=(?P<run_id>[^,\s]+),"
            ),
            stages.find(r"\btry_number=(?P<try_number>\d+)"),
            stages.fields(*TASK, *CALL),
            stages.find(r'"filename":\s*"(?P<source_file>[^"]+)"'),
            stages.metadata(*TASK, *CALL, "source_file"),
        ),
        (
            Relabeling((pod_label("tier"),), "app", "(airflow)"),
            # Labels are cut and cleaned; annotations have the whole name, where there are any.
            *(copy(pod_label(name), name) for name in TASK),
            *(copy(pod_annotation(name), name) for name in TASK),
        ),
    ),
)

_SCHEDULER = (("app", "airflow"), ("container", "scheduler"), ("namespace", "ml"))


def _ended(task: str, state: str, executor_state: str = "success") -> str:
    return (
        f"[2026-08-05T20:02:30.104+0000] {{scheduler_job_runner.py:861}} INFO - TaskInstance "
        f"Finished: dag_id=train, task_id={task}, run_id=scheduled__2026-08-05T19:00:00+00:00, "
        "map_index=-1, run_start_date=2026-08-05 20:00:00+00:00, run_end_date=2026-08-05 "
        f"20:02:29+00:00, run_duration=149.0, state={state}, executor=KubernetesExecutor(parallel"
        f"ism=32), executor_state={executor_state}, try_number=2, max_tries=2, pool=default_pool, "
        "queue=default, priority_weight=1, operator=PythonOperator"
    )


ALERTS = (
    LogAlert(
        name="AirflowTaskFailed",
        severity=AlertSeverity.TICKET,
        # The executor's state comes after that of the task: it says success for a task that failed
        # and told so.
        expr="""
          sum by (namespace, dag_id, task_id) (
            count_over_time(
              {app="airflow"}
                |= "TaskInstance Finished: dag_id="
                |= ", state=failed, executor"
                | regexp `dag_id=(?P<dag>[^,]+), task_id=(?P<task>[^,]+),`
                | label_format dag_id=dag, task_id=task
              [10m]
            )
          ) > 0
        """,
        for_="1m",
        summary="Airflow task {{ $labels.dag_id }}.{{ $labels.task_id }} failed",
        description="{{ $value }} runs of the task {{ $labels.task_id }} of the DAG "
        "{{ $labels.dag_id }} in {{ $labels.namespace }} failed with their last try.",
        fires=((_SCHEDULER, _ended("fit", "failed")),),
        quiet=(
            (_SCHEDULER, _ended("fit", "up_for_retry", "failed")),
            (_SCHEDULER, _ended("fit", "success")),
            ((("app", "web"), ("namespace", "ml")), _ended("fit", "failed")),
        ),
    ),
)
