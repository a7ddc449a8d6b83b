"""DAG runs: how many end, how they end, how long they take, and how late they start.

Airflow sends no state of a run: how many ended well or badly are the counts of two timers. Times
are quantiles of the exporter over ten minutes; that of 99 % is the longest when runs are few.
"""

from generator.catalog.board import (
    OUTCOMES,
    Color,
    Column,
    Panel,
    PanelKind,
    Query,
    Step,
)
from generator.catalog.panels import nearing, now, value
from generator.catalog.service import counted, most
from generator.packs.airflow.alerts_dags import (
    DAG_ALERTS,
    RUN_TIME,
    SCHEDULE_DELAY,
)
from generator.packs.airflow.alerts_dags import FAILED_RUNS as ACCEPTED
from generator.packs.airflow.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'namespace=~"$namespace"'
A_DAG = f'{HERE}, dag_id!=""'
LONGEST = f'{A_DAG}, quantile="0.99"'
WELL = f"airflow_dagrun_duration_count{{{A_DAG}}}"
BADLY = f"airflow_dagrun_failed_count{{{A_DAG}}}"
ANY_IS_BAD = (Step(None, Color.NEUTRAL), Step(1, Color.BAD))
# Nothing ended or started in ten minutes: the quantile is NaN, which is no line.
SOME = ">= 0"
EXPORTER = 'up{job="airflow"}'


def ended(series: str, window: str, by: str = "") -> str:
    """How many ended within a window."""
    return f"round(sum {by}({counted(series, window, EXPORTER)}))"


ENDED = Panel(
    title="Runs that ended in the last hour",
    description="DAG runs by how they ended, whatever the DAG.",
    unit="runs",
    queries=(
        Query("A", ended(WELL, "1h"), "succeeded"),
        Query("B", ended(BADLY, "1h"), "failed"),
    ),
    low=0,
    stacked=True,
    colors=OUTCOMES,
    alerts=("AirflowDAGFailure",),
)
# What the alert compares, without the comparison.
(_ALERT,) = (alert for alert in DAG_ALERTS if alert.name == "AirflowDAGFailure")
_NEW, _, _ = _ALERT.expr.partition(f"> {ACCEPTED.value}")
FAILING = most(
    Panel(
        title="Failed runs within five minutes",
        description=(
            "DAGs of which a run failed in the five minutes before. On more than a day or two some "
            "fall between the points; the table has them all."
        ),
        unit=ACCEPTED.unit,
        queries=(
            Query(
                "A",
                f'max by (dag_id) ({_NEW} and on (namespace) up{{job="airflow", {HERE}}})',
                "{{dag_id}}",
            ),
        ),
        low=0,
        alerts=("AirflowDAGFailure",),
    )
)
RUNNING = value(
    BY_NAME["airflow_scheduler_dagruns_running"],
    "DAG runs in progress",
    "namespace",
    where=HERE,
    description=(
        "DAG runs that run now. A line that only climbs is work that does not end. Airflow 3 alone "
        "reports it."
    ),
    low=0,
    alerts=("AirflowDAGNeverEnds",),
)


def _longest(timer: str) -> str:
    """Runs that ended well and runs that failed, under labels that differ."""
    return f'label_replace(airflow_dagrun_{timer}{{{LONGEST}}} {SOME}, "of", "{timer}", "", "")'


SLOWEST = Panel(
    title="Longest runs",
    description=(
        "How long the longest DAG run took that ended, well or badly, in the ten minutes "
        "before. Gaps are times in which none ended."
    ),
    unit=RUN_TIME.unit,
    queries=(
        Query(
            "A",
            f"max by (dag_id) ({_longest('duration')} or {_longest('failed')})",
            "{{dag_id}}",
        ),
    ),
    width=12,
    low=0,
    alerts=("AirflowDAGRunningTooLong",),
)
LATE = value(
    BY_NAME["airflow_dagrun_schedule_delay"],
    "Late starts",
    "dag_id",
    where=LONGEST,
    join=SOME,
    description=(
        "How long after its planned time the latest run of a DAG started, of those that "
        "started in the ten minutes before."
    ),
    width=12,
    low=0,
    alerts=("AirflowDAGScheduleDelay",),
)
LATEST = now(
    value(
        BY_NAME["airflow_dagrun_schedule_delay"],
        "Latest start",
        where=LONGEST,
        join=SOME,
        description="The latest start of a DAG run in ten minutes; no data if none started.",
        alerts=("AirflowDAGScheduleDelay",),
    ),
    "Latest start",
    bound=SCHEDULE_DELAY,
)
FAILED_RUNS = now(
    Panel(
        title="Runs failed, 1 h",
        description="DAG runs that failed within the last hour, of all DAGs.",
        unit="runs",
        queries=(Query("A", f"{ended(BADLY, '1h')} or vector(0)"),),
        decimals=0,
        alerts=("AirflowDAGFailure",),
    ),
    "Runs failed, 1 h",
    steps=ANY_IS_BAD,
)


def _mean(window: str) -> str:
    spent, runs = (
        f"sum by (dag_id) (increase(airflow_dagrun_duration_{part}{{{A_DAG}}}[{window}]))"
        for part in ("sum", "count")
    )
    return f"{spent} / ({runs} > 0)"


TABLE = Panel(
    title="DAGs, last day",
    description=(
        "Each DAG with runs since the exporter started: how many ended well or badly within a day, "
        "how long the good ones took on average, the longest delay of a start, and tasks that run "
        "now (Airflow 3). A dot in an id shows as __ with Airflow 3."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", ended(BADLY, "1d", "by (dag_id) "), instant=True),
        Query("B", ended(WELL, "1d", "by (dag_id) "), instant=True),
        Query("C", _mean("1d"), instant=True),
        Query(
            "D",
            "max by (dag_id) "
            f"(max_over_time(airflow_dagrun_schedule_delay{{{LONGEST}}}[1d]) {SOME})",
            instant=True,
        ),
        Query("E", f"sum by (dag_id) (airflow_ti_running{{{A_DAG}}})", instant=True),
    ),
    columns=(
        Column("DAG", label="dag_id", width=320),
        Column("Failed", ref="A", steps=ANY_IS_BAD),
        Column("Succeeded", ref="B"),
        Column("Mean run time", ref="C", unit="seconds"),
        Column("Latest start", ref="D", unit="seconds"),
        Column("Tasks running", ref="E", decimals=0),
    ),
    width=24,
    height=10,
    alerts=("AirflowDAGFailure", "AirflowDAGRunningTooLong", "AirflowDAGScheduleDelay"),
    sort="Failed",
)

RUNS_OF_DAGS = (
    ENDED,
    FAILING.bounded(ACCEPTED, "accepted"),
    RUNNING,
    most(nearing(SLOWEST.bounded(RUN_TIME, "longest"))),
    most(nearing(LATE.bounded(SCHEDULE_DELAY, "latest"))),
    TABLE,
)
