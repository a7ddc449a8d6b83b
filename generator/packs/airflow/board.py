"""Airflow: is it alive, do runs end well and in time, and what do tasks wait for."""

from generator.catalog.board import Board, Row, Variable
from generator.catalog.service import alarms, alerts_of, firing
from generator.packs.airflow import panels_parts as parts
from generator.packs.airflow.panels_dags import FAILED_RUNS, LATEST, RUNS_OF_DAGS
from generator.packs.airflow.panels_tasks import LONGEST_WAIT, SLOTS, STARVED, TASKS

BOARD = Board(
    name="airflow",
    title="Airflow",
    description="DAG runs and tasks, the scheduler that starts them, and the slots they run in.",
    variables=(
        Variable("namespace", "Namespace", "namespace", "airflow_scheduler_heartbeat", many=True),
    ),
    annotations=(alarms("airflow"),),
    rows=(
        Row(
            "Now",
            (
                parts.SCHEDULER,
                parts.STATSD,
                firing("airflow"),
                FAILED_RUNS,
                LATEST,
                LONGEST_WAIT,
                STARVED,
                parts.BROKEN_NOW,
            ),
        ),
        Row("Alerts and parts", (alerts_of("airflow"), parts.ALIVE)),
        Row("DAG runs", RUNS_OF_DAGS),
        Row("Tasks", TASKS),
        Row("Slots", SLOTS),
        Row("Scheduler and database", parts.SCHEDULING),
        Row("DAG files", parts.PARSED),
        Row("Triggers", parts.TRIGGERS),
        Row("Logs", parts.LOGS),
    ),
)
