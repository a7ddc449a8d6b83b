"""How the statsd exporter makes this pack's metrics from what Airflow 2.10 and 3.3 send.

It stands in for the mapping of Airflow's chart, of which nothing is left. Whatever it does not name
is dropped and counted in ``statsd_exporter_events_actions_total{action="drop"}``: Airflow puts
DAGs, tasks, files and hosts into names, and each would become a metric of its own.

Airflow sends most statistics of an object twice: with the object in the name, which is mapped here,
and without it. The second is dropped, since it adds up all objects or holds whichever came last. So
Airflow must go on sending the first kind: ``[metrics] legacy_names_on`` keeps its default.
"""

from generator.catalog.statsd import StatsdMapping

# At least ten times as long as Airflow by default lets pass between two values of these gauges; a
# [scheduler] ti_metrics_interval or pool_metrics_interval beyond it would make them come and go.
TTL = "5m"

FIXED = (
    "airflow.dag_processing.file_path_queue_size",
    "airflow.dag_processing.import_errors",
    "airflow.dag_processing.processor_timeouts",
    "airflow.dag_processing.total_parse_time",
    "airflow.dagbag_size",
    "airflow.scheduler.critical_section_busy",
    "airflow.scheduler.critical_section_duration",
    "airflow.scheduler.dagruns.running",
    "airflow.scheduler.scheduler_loop_duration",
    "airflow.scheduler.tasks.executable",
    "airflow.task.queued_duration",
    "airflow.task_instances_without_heartbeats_killed",
    "airflow.ti_failures",
    "airflow.ti_successes",
    "airflow.triggerer_heartbeat",
    "airflow.triggers.blocked_main_thread",
    "airflow.triggers.failed",
    "airflow.triggers.running",
    "airflow.zombies_killed",
)
# The chart's mapping gives them this label; with it a change of mapping begins no new series.
HEARTBEATS = ("airflow.dag_processor_heartbeat", "airflow.scheduler_heartbeat")
EXECUTOR = (
    "airflow.executor.open_slots",
    "airflow.executor.queued_tasks",
    "airflow.executor.running_tasks",
)


def _name(match: str) -> str:
    return match.replace(".", "_")


def _labels(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, f"${number}") for number, name in enumerate(names, 1))


# Airflow 2 leaves the dots of an id in the name, where a glob would stop; Airflow 3 writes two
# underscores for each.
def _dotted(match: str, name: str, *labels: str, ttl: str = "") -> StatsdMapping:
    return StatsdMapping(match, name, _labels(*labels), match_type="regex", ttl=ttl)


MAPPINGS = (
    *(StatsdMapping(match, _name(match)) for match in FIXED),
    *(StatsdMapping(match, _name(match), (("type", "counter"),)) for match in HEARTBEATS),
    _dotted(r"^airflow\.dagrun\.duration\.failed\.(.+)$", "airflow_dagrun_failed", "dag_id"),
    _dotted(r"^airflow\.dagrun\.duration\.success\.(.+)$", "airflow_dagrun_duration", "dag_id"),
    _dotted(r"^airflow\.dagrun\.schedule_delay\.(.+)$", "airflow_dagrun_schedule_delay", "dag_id"),
    # Where the DAG's id ends cannot be told. Task groups put dots into far more ids than DAGs have,
    # so the rest goes to the task; a DAG with dots in its id is cut at the first.
    _dotted(
        r"^airflow\.dag\.([^.]+)\.(.+)\.duration$", "airflow_task_duration", "dag_id", "task_id"
    ),
    # Airflow writes a zero when the last task ends, but not if the scheduler was started anew in
    # between: then AirflowDAGNeverEnds and AirflowTriggererDown would see the task for ever.
    *(
        StatsdMapping(
            f"airflow.ti.{state}.*.*.*",
            f"airflow_ti_{state}",
            _labels("queue", "dag_id", "task_id"),
            ttl=TTL,
        )
        for state in ("running", "deferred")
    ),
    # A pool that was deleted while it was full would starve for ever in AirflowPoolStarving.
    _dotted(r"^airflow\.pool\.open_slots\.(.+)$", "airflow_pool_open_slots", "pool", ttl=TTL),
    # No ttl: it is not written again while the pool is full, just when AirflowPoolStarving needs
    # it. That of open_slots is enough, for the alert wants both.
    _dotted(r"^airflow\.pool\.starving_tasks\.(.+)$", "airflow_pool_starving_tasks", "pool"),
    # A single executor is not named in Airflow 2, and sent both ways in Airflow 3. One that is no
    # longer configured would keep its last numbers.
    *(StatsdMapping(match, _name(match), ttl=TTL) for match in EXECUTOR),
    *(
        StatsdMapping(f"{match}.*", _name(match), _labels("executor"), ttl=TTL)
        for match in EXECUTOR
    ),
    # The exporter wants a name even of what it drops.
    StatsdMapping(".+", "dropped", match_type="regex", action="drop"),
)
