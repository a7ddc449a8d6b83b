"""The parts of Airflow: which are alive, how fast the scheduler goes, and whether files load."""

from dataclasses import replace

from generator.catalog.board import RATE, Panel, PanelKind, Query, Source
from generator.catalog.panels import NOUGHT, PERCENTILES, now, rate, value
from generator.catalog.service import IS_UP, ONE_IS_GOOD
from generator.packs.airflow.alerts_tasks import IMPORT_ERRORS
from generator.packs.airflow.metrics import METRICS
from generator.packs.airflow.panels_dags import HERE, SOME, ended

BY_NAME = {metric.name: metric for metric in METRICS}
EXPORTER = f'min(max by (namespace) (up{{job="airflow", {HERE}}}))'


def _beats(part: str) -> str:
    """Whether a part beats in each of the chosen namespaces that ever had it."""
    found = f"rate(airflow_{part}_heartbeat{{{HERE}}}[{RATE}])"
    return f"min(sum by (namespace) ({found}) > bool 0)"


ALIVE = Panel(
    title="Parts that are alive",
    description=(
        "Down is a part that has stopped beating in one of the chosen namespaces. A part that "
        "never reported has no line. Without the exporter nothing is known of the others."
    ),
    unit="bool",
    kind=PanelKind.STATES,
    queries=(
        Query("A", _beats("scheduler"), "scheduler"),
        Query("B", _beats("dag_processor"), "DAG processor"),
        Query("C", _beats("triggerer"), "triggerer"),
        Query("D", EXPORTER, "exporter"),
    ),
    width=12,
    height=6,
    words=IS_UP,
    steps=ONE_IS_GOOD,
    alerts=(
        "AirflowSchedulerDown",
        "AirflowDagProcessorDown",
        "AirflowTriggererDown",
        "AirflowStatsdDown",
    ),
)
SCHEDULER = now(
    replace(
        ALIVE,
        description="Down: no heartbeat arrives, no DAG run starts and none goes on.",
        alerts=("AirflowSchedulerDown",),
    ),
    "Scheduler",
)
STATSD = now(
    replace(
        ALIVE,
        queries=(Query("A", EXPORTER),),
        description="Down: Airflow's metrics do not arrive, and this board shows the past.",
        alerts=("AirflowStatsdDown",),
    ),
    "Exporter",
)


def _quantiles(name: str, title: str, description: str) -> Panel:
    metric = BY_NAME[name]
    return Panel(
        title=title,
        description=f"{metric.help} {description}",
        unit=metric.unit,
        queries=tuple(
            Query(ref, f'max({name}{{{HERE}, quantile="{at}"}} {SOME})', legend)
            for ref, at, legend in (("A", "0.5", "p50"), ("B", "0.9", "p90"), ("C", "0.99", "p99"))
        ),
        low=0,
        colors=PERCENTILES,
        alerts=("AirflowSchedulerDown",),
    )


LOOP = _quantiles(
    "airflow_scheduler_scheduler_loop_duration",
    "Scheduler loop",
    "Passes of many seconds mean a slow database or more DAGs than one scheduler can look at.",
)
LOCK = _quantiles(
    "airflow_scheduler_critical_section_duration",
    "Database: time under the lock",
    "It is spent on queries: where it grows, the database is slow.",
)
BUSY = rate(
    BY_NAME["airflow_scheduler_critical_section_busy"],
    "Database: lock was taken",
    "namespace",
    where=HERE,
    description=(
        "How often a scheduler had to leave queueing to another one that held the lock. Usual with "
        "several schedulers; with slow queries it rises."
    ),
)
BROKEN = value(
    BY_NAME["airflow_dag_processing_import_errors"],
    "Files that do not import",
    "namespace",
    where=HERE,
    description=(
        "DAG files that could not be imported in the last pass: their DAGs run an old version or "
        "not at all."
    ),
    low=0,
    alerts=("AirflowImportErrors",),
)
BROKEN_NOW = now(
    value(
        BY_NAME["airflow_dag_processing_import_errors"],
        "Import errors",
        where=HERE,
        alerts=("AirflowImportErrors",),
    ),
    "Import errors",
    decimals=0,
    steps=NOUGHT,
)
PARSING = value(
    BY_NAME["airflow_dag_processing_total_parse_time"],
    "Time to parse all files",
    "namespace",
    where=HERE,
    description=(
        "Time the last pass over all DAG files took: so long it takes until a changed DAG is seen."
    ),
    low=0,
    alerts=("AirflowDagProcessorDown",),
)
FILES = (
    value(
        BY_NAME["airflow_dagbag_size"],
        "DAGs and waiting files",
        where=HERE,
        using="sum",
        description=(
            "DAGs that the last pass found, files that wait to be parsed, and files whose parsing "
            "was broken off within an hour. A fall of the first is DAGs that vanished."
        ),
        unit="count",
        low=0,
        alerts=("AirflowImportErrors", "AirflowDagProcessorDown"),
    )
    .joined(f"sum(airflow_dag_processing_file_path_queue_size{{{HERE}}})", "waiting files")
    .joined(
        ended(f"airflow_dag_processing_processor_timeouts{{{HERE}}}", "1h"),
        "broken off, 1 h",
    )
)
FILES = replace(FILES, queries=(replace(FILES.queries[0], legend="DAGs"), *FILES.queries[1:]))
DEFERRED = value(
    BY_NAME["airflow_triggers_running"],
    "Triggers and deferred tasks",
    where=HERE,
    using="sum",
    description=(
        "Triggers that run, and tasks that wait for one (Airflow 3). Tasks that wait without "
        "triggers that run go on waiting."
    ),
    unit="count",
    width=12,
    low=0,
    alerts=("AirflowTriggererDown",),
).joined(f'sum(airflow_ti_deferred{{{HERE}, dag_id!=""}})', "deferred tasks")
DEFERRED = replace(
    DEFERRED, queries=(replace(DEFERRED.queries[0], legend="triggers"), *DEFERRED.queries[1:])
)
FAULTY = Panel(
    title="Faulty triggers in the last hour",
    description=(
        "Triggers that failed, and times that one of them kept all others waiting, which makes "
        "deferred tasks late."
    ),
    unit="triggers",
    queries=(
        Query("A", ended(f"airflow_triggers_failed{{{HERE}}}", "1h"), "failed"),
        Query(
            "B",
            ended(f"airflow_triggers_blocked_main_thread{{{HERE}}}", "1h"),
            "kept others waiting",
        ),
    ),
    width=12,
    low=0,
    alerts=("AirflowTriggererDown",),
)
PARSED = (BROKEN.bounded(IMPORT_ERRORS, "accepted"), PARSING, FILES)
TRIGGERS = (DEFERRED, FAULTY)

PACKETS = rate(
    BY_NAME["statsd_exporter_udp_packets_total"],
    "Packets from Airflow",
    "namespace",
    where=f'job="airflow", {HERE}',
    description="Nought while the exporter is up: Airflow is stopped, or sends elsewhere.",
    alerts=("AirflowStatsdSilent", "AirflowStatsdDown"),
)
SCHEDULING = tuple(replace(panel, width=12) for panel in (LOOP, LOCK, BUSY, PACKETS))

LINES = '{app="airflow", namespace=~"$namespace"}'


def _lines(title: str, description: str, which: str, *alerts: str) -> Panel:
    return Panel(
        title=title,
        description=description,
        unit="",
        kind=PanelKind.LOGS,
        queries=(Query("A", f"{LINES} {which}", source=Source.LOGS),),
        width=12,
        height=12,
        alerts=alerts,
    )


LOGS = (
    _lines(
        "Tasks that failed",
        "The scheduler's line for each task that failed with its last try. With Celery the task's "
        "own lines are in files of the workers, which nothing collects.",
        '|= "TaskInstance Finished: dag_id=" |= ", state=failed, executor"',
        "AirflowTaskFailed",
    ),
    _lines(
        "Errors",
        "Lines of all parts of Airflow, and of pods that run tasks, that are errors.",
        '| level=~"error|critical"',
    ),
)
