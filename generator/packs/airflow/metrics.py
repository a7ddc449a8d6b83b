"""What Airflow's statsd events become under the mapping of the official chart.

Timers arrive as summaries in seconds without ``_seconds`` in the name, counters without ``_total``.
Airflow sends most per-object statistics twice, so many names also have a series without the label:
rules must select the label with ``!=""``.
"""

from generator.catalog import counter, gauge, summary

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    summary(
        "airflow_dagrun_failed",
        "dag_id",
        unit="seconds",
        help="Run time of DAG runs that failed; its _count is how many failed.",
    ),
    summary(
        "airflow_dagrun_duration",
        "dag_id",
        unit="seconds",
        help="Run time of DAG runs that succeeded; its _count is how many did.",
    ),
    summary(
        "airflow_dagrun_schedule_delay",
        "dag_id",
        unit="seconds",
        help="How late a run started against its plan; a second series has no dag_id.",
    ),
    summary(
        "airflow_task_duration",
        "dag_id",
        "task_id",
        unit="seconds",
        help="Run time of tasks; a second series has no labels.",
    ),
    summary(
        "airflow_task_queued_duration",
        unit="seconds",
        help="Time tasks spent queued before they ran, over all DAGs.",
    ),
    counter(
        "airflow_scheduler_heartbeat",
        "type",
        unit="beats",
        help="Heartbeats of the scheduler loop, of all schedulers together.",
    ),
    counter(
        "airflow_dag_processor_heartbeat",
        "type",
        unit="beats",
        help="Heartbeats of the DAG processor.",
        versions="Airflow 3",
    ),
    counter("airflow_triggerer_heartbeat", unit="beats", help="Heartbeats of the triggerer."),
    summary(
        "airflow_scheduler_scheduler_loop_duration",
        unit="seconds",
        help="Time that one pass of the scheduler's loop took.",
    ),
    summary(
        "airflow_scheduler_critical_section_duration",
        unit="seconds",
        help="Time a scheduler held the lock in the database under which tasks are queued.",
    ),
    counter(
        "airflow_scheduler_critical_section_busy",
        unit="attempts",
        help="Times a scheduler found that lock taken by another scheduler.",
    ),
    gauge(
        "airflow_scheduler_tasks_executable",
        unit="tasks",
        help="Tasks that were ready to be queued in the scheduler's last pass.",
    ),
    gauge(
        "airflow_scheduler_dagruns_running",
        unit="runs",
        help="DAG runs now running.",
        versions="Airflow 3",
    ),
    gauge(
        "airflow_ti_running",
        "queue",
        "dag_id",
        "task_id",
        unit="tasks",
        help="Task instances now running; a second series has no labels.",
        versions="Airflow 3, mapped by newer charts",
    ),
    gauge(
        "airflow_ti_deferred",
        "queue",
        "dag_id",
        "task_id",
        unit="tasks",
        help="Task instances now deferred to the triggerer; a second series has no labels.",
        versions="Airflow 3, mapped by newer charts",
    ),
    counter("airflow_ti_failures", unit="tasks", help="Task instances that failed, all DAGs."),
    counter("airflow_ti_successes", unit="tasks", help="Task instances that succeeded, all DAGs."),
    counter(
        "airflow_zombies_killed",
        unit="tasks",
        help="Tasks killed because their heartbeat was lost.",
        versions="Airflow 2",
    ),
    counter(
        "airflow_task_instances_without_heartbeats_killed",
        unit="tasks",
        help="Tasks killed because their heartbeat was lost.",
        versions="Airflow 3",
    ),
    gauge(
        "airflow_dag_processing_import_errors",
        unit="files",
        help="DAG files that could not be imported in the last pass.",
    ),
    gauge("airflow_dagbag_size", unit="dags", help="DAGs found in the last pass."),
    gauge(
        "airflow_dag_processing_total_parse_time",
        unit="seconds",
        help="Time the last pass over all DAG files took.",
    ),
    gauge(
        "airflow_dag_processing_file_path_queue_size",
        unit="files",
        help="DAG files that wait to be parsed.",
    ),
    counter(
        "airflow_dag_processing_processor_timeouts",
        unit="files",
        help="DAG files whose parsing was broken off because it took too long.",
    ),
    gauge(
        "airflow_triggers_running",
        unit="triggers",
        help="Triggers that run, of the triggerer that wrote last.",
    ),
    counter(
        "airflow_triggers_failed",
        unit="triggers",
        help="Triggers that failed before they fired.",
    ),
    counter(
        "airflow_triggers_blocked_main_thread",
        unit="triggers",
        help="Times a trigger kept all others of its triggerer waiting.",
    ),
    gauge(
        "airflow_pool_open_slots",
        "pool",
        unit="slots",
        help="Free slots of a pool; a second series without pool is whichever came last.",
    ),
    gauge(
        "airflow_pool_starving_tasks",
        "pool",
        unit="tasks",
        help="Tasks left without a slot when the scheduler last looked at the pool; it is not "
        "rewritten while the pool is full.",
    ),
    gauge(
        "airflow_executor_open_slots",
        "executor",
        unit="slots",
        help="Task slots the executor has free; labelled only with several executors.",
    ),
    gauge(
        "airflow_executor_queued_tasks",
        "executor",
        unit="tasks",
        help="Tasks waiting in the executor; labelled only with several executors.",
    ),
    gauge(
        "airflow_executor_running_tasks",
        "executor",
        unit="tasks",
        help="Tasks the executor runs; labelled only with several executors.",
    ),
    counter(
        "statsd_exporter_udp_packets_total",
        unit="packets",
        help="Packets the statsd exporter received.",
    ),
)
