"""Tasks: how they end, how long they wait, and what they wait for."""

from dataclasses import replace

from generator.catalog.board import OUTCOMES, Panel, Query
from generator.catalog.panels import NOUGHT, PERCENTILES, nearing, now, value
from generator.catalog.service import counted, most
from generator.packs.airflow.alerts_tasks import LOST, QUEUED, WITHOUT_HEARTBEAT, ZOMBIES
from generator.packs.airflow.metrics import METRICS
from generator.packs.airflow.panels_dags import A_DAG, EXPORTER, HERE, LONGEST, SOME

BY_NAME = {metric.name: metric for metric in METRICS}
A_POOL = f'{HERE}, pool!=""'
WAITED = BY_NAME["airflow_task_queued_duration"]


def _ended(name: str) -> str:
    return f"round(sum({counted(f'{name}{{{HERE}}}', '1h', EXPORTER)}))"


ENDED = Panel(
    title="Tasks that ended in the last hour",
    description=(
        "Tries of tasks by how they ended. Failures that are tried again are among them, so that "
        "some are usual; look at a rise."
    ),
    unit="tasks",
    queries=(
        Query("A", _ended("airflow_ti_successes"), "succeeded"),
        Query("B", _ended("airflow_ti_failures"), "failed"),
    ),
    low=0,
    stacked=True,
    colors=OUTCOMES,
    alerts=("AirflowTaskFailed",),
)
SLOWEST = most(
    value(
        BY_NAME["airflow_task_duration"],
        "Slowest tasks",
        "dag_id",
        "task_id",
        where=LONGEST,
        join=SOME,
        description="How long the longest try of a task took that ended in the last ten minutes.",
        low=0,
        alerts=("AirflowDAGRunningTooLong",),
    )
)
KILLED = Panel(
    title="Lost heartbeats in the last hour",
    description=(
        "Tasks that were killed because their heartbeat was lost (zombies): their worker died, was "
        "evicted or cannot reach Airflow."
    ),
    unit=LOST.unit,
    queries=(
        Query(
            "A",
            f"round(sum by (namespace) (increase({WITHOUT_HEARTBEAT}{{{HERE}}}[1h])) "
            f"or sum by (namespace) (increase({ZOMBIES}{{{HERE}}}[1h])))",
            "{{namespace}}",
        ),
    ),
    low=0,
    alerts=("AirflowTaskHeartbeatsLost",),
)
QUEUES = tuple(
    Query(ref, f'max({WAITED.name}{{{HERE}, quantile="{at}"}} {SOME})', legend)
    for ref, at, legend in (("A", "0.5", "p50"), ("B", "0.9", "p90"), ("C", "0.99", "p99"))
)
WAITING = Panel(
    title="Time in the queue",
    description=(
        "How long tasks that started in the ten minutes before had waited in the queue. Where this "
        "grows, look whether slots are free."
    ),
    unit=WAITED.unit,
    queries=QUEUES,
    low=0,
    colors=PERCENTILES,
    alerts=("AirflowTasksQueuedTooLong",),
)
LONGEST_WAIT = now(
    WAITING,
    "Wait in queue, p90",
    ref="B",
    bound=QUEUED,
    description="Nine of ten tasks waited shorter for their start; no data if none started.",
)
EXECUTOR = (
    Panel(
        title="Tasks in the executor",
        description=(
            "Tasks that run, and tasks that are queued, whatever the executor. Queued and not "
            "running means that workers are missing."
        ),
        unit="tasks",
        queries=(Query("A", f"sum(airflow_executor_running_tasks{{{HERE}}})", "running"),),
        low=0,
        alerts=("AirflowTasksQueuedTooLong",),
    )
    .joined(f"sum(airflow_executor_queued_tasks{{{HERE}}})", "queued")
    .joined(f"sum(airflow_scheduler_tasks_executable{{{HERE}}})", "ready to be queued")
)
EXECUTOR_SLOTS = value(
    BY_NAME["airflow_executor_open_slots"],
    "Free slots of the executor",
    "namespace",
    "executor",
    where=HERE,
    using="min",
    description=(
        "Task slots an executor has free. At nought nothing more starts, whatever pools allow: "
        "[core] parallelism is used up."
    ),
    low=0,
    alerts=("AirflowTasksQueuedTooLong",),
)
# A pool that was made smaller has fewer than none free.
POOL_SLOTS = most(
    Panel(
        title="Free slots of pools",
        description="Slots a pool has free. At nought its tasks wait.",
        unit=BY_NAME["airflow_pool_open_slots"].unit,
        queries=(
            Query(
                "A",
                f"clamp_min(min by (pool) (airflow_pool_open_slots{{{A_POOL}}}), 0)",
                "{{pool}}",
            ),
        ),
        low=0,
        alerts=("AirflowPoolStarving",),
    ),
    lowest=True,
)
STARVING = Panel(
    title="Starving tasks by pool",
    description=(
        "Tasks left without a slot, of pools that have none free; nought for the others, whose "
        "count is an old one."
    ),
    unit="tasks",
    queries=(
        Query(
            "A",
            f"max by (namespace, pool) (airflow_pool_starving_tasks{{{A_POOL}}}) "
            "* on (namespace, pool) "
            f"(min by (namespace, pool) (airflow_pool_open_slots{{{A_POOL}}}) <= bool 0)",
            "{{namespace}} {{pool}}",
        ),
    ),
    low=0,
    alerts=("AirflowPoolStarving",),
)
STARVED = now(
    replace(
        STARVING,
        queries=(Query("A", f"sum({STARVING.queries[0].expr})"),),
        description="Tasks that wait for a slot of a full pool.",
    ),
    "Starving tasks",
    decimals=0,
    steps=NOUGHT,
)
RUNNING = most(
    value(
        BY_NAME["airflow_ti_running"],
        "Running tasks by DAG",
        "dag_id",
        where=A_DAG,
        using="sum",
        description="Tasks that run now. Airflow 3 alone reports it.",
        low=0,
        alerts=("AirflowDAGNeverEnds",),
    )
)
TASKS = (
    ENDED,
    nearing(WAITING.bounded(QUEUED, "longest p90")),
    KILLED.bounded(LOST, "accepted"),
    EXECUTOR,
    RUNNING,
    SLOWEST,
)
SLOTS = (EXECUTOR_SLOTS, POOL_SLOTS, most(STARVING))
