"""Tasks that wait too long or are lost, and DAG files that do not load."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

IMPORT_ERRORS = ServiceThreshold(
    "airflow:import_errors:max",
    0,
    unit="files",
    help="DAG files with import errors that are still accepted.",
)
QUEUED = ServiceThreshold(
    "airflow:task_queued_seconds:max",
    600,
    unit="seconds",
    help="How long nine of ten tasks may wait in the queue at most.",
)
LOST = ServiceThreshold(
    "airflow:heartbeat_lost_tasks:max",
    3,
    unit="tasks",
    help="Tasks whose heartbeat is lost within an hour that are still accepted.",
)

HERE = {"namespace": "ml"}
ZOMBIES = "airflow_zombies_killed"
WITHOUT_HEARTBEAT = "airflow_task_instances_without_heartbeats_killed"


def _in(metric: str, namespace: str) -> str:
    return f'{metric}{{namespace="{namespace}"}}'


def _starving(pool: str) -> str:
    return f'airflow_pool_starving_tasks{{pool="{pool}",namespace="ml"}}'


def _open(pool: str) -> str:
    return f'airflow_pool_open_slots{{pool="{pool}",namespace="ml"}}'


def _queued(namespace: str, quantile: str = "0.9") -> str:
    return f'airflow_task_queued_duration{{quantile="{quantile}",namespace="{namespace}"}}'


TASK_ALERTS = (
    Alert(
        name="AirflowImportErrors",
        expr=f"""
          max by (namespace) (airflow_dag_processing_import_errors) > {IMPORT_ERRORS.value}
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=IMPORT_ERRORS,
        summary="{{ $value }} DAG files in {{ $labels.namespace }} do not import",
        description="{{ $value }} DAG files in {{ $labels.namespace }} fail to "
        "import: their DAGs run an old version or not at all.",
        cases=(
            fires(
                "eleven broken files in one namespace where ten are accepted, ten in another",
                HERE,
                at="20m",
                series={
                    IMPORT_ERRORS.series: "10x40",
                    _in("airflow_dag_processing_import_errors", "ml"): "0x4 11x40",
                    _in("airflow_dag_processing_import_errors", "other"): "10x60",
                },
            ),
            quiet(
                "mended after fourteen minutes",
                until="21m",
                series={_in("airflow_dag_processing_import_errors", "ml"): "0x4 1x14 0x40"},
            ),
            quiet(
                "no file is broken",
                until="16m",
                series={_in("airflow_dag_processing_import_errors", "ml"): "0x60"},
            ),
            quiet("no pass has been made", until="3m", series={}),
        ),
    ),
    # The count of starving tasks keeps its last value, so it only counts while the pool is full.
    Alert(
        name="AirflowPoolStarving",
        expr="""
          max by (namespace, pool) (airflow_pool_starving_tasks{pool!=""}) > 0
            and on (namespace, pool)
          min by (namespace, pool) (airflow_pool_open_slots{pool!=""}) <= 0
        """,
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="Tasks wait for a slot of the Airflow pool {{ $labels.pool }}",
        description="The pool {{ $labels.pool }} has had no free slot for a while, and "
        "{{ $value }} tasks were left waiting.",
        cases=(
            fires(
                "a full pool with tasks waiting; others full, or with an old count, or both by sum",
                {"namespace": "ml", "pool": "gpu"},
                at="40m",
                series={
                    _starving("gpu"): "0x9 1x60",
                    _open("gpu"): "0x80",
                    _starving("full"): "0x80",
                    _open("full"): "0x80",
                    _starving("free"): "5x80",
                    _open("free"): "1x80",
                    'airflow_pool_starving_tasks{namespace="ml"}': "5x80",
                    'airflow_pool_open_slots{namespace="ml"}': "0x80",
                },
            ),
            quiet(
                "a slot is free after 29 minutes",
                until="31m",
                series={_starving("gpu"): "2x80", _open("gpu"): "0x29 1x50"},
            ),
            quiet(
                "nothing is known of its slots",
                until="31m",
                series={_starving("gpu"): "2x80", _open("default_pool"): "0x80"},
            ),
        ),
    ),
    Alert(
        name="AirflowTasksQueuedTooLong",
        expr=f"""
          max by (namespace) (airflow_task_queued_duration{{quantile="0.9"}}) > {QUEUED.value}
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=QUEUED,
        summary="Airflow tasks in {{ $labels.namespace }} wait {{ $value | humanizeDuration }}",
        description="For a while one of ten tasks in {{ $labels.namespace }} has waited "
        "{{ $value | humanizeDuration }} or more in the queue before it ran.",
        cases=(
            fires(
                "just above ten minutes in one namespace, just at it in the other",
                HERE,
                at="20m",
                series={
                    _queued("ml"): "NaN+0x4 620x40",
                    _queued("other"): "600x60",
                    _queued("other", "0.99"): "620x60",
                },
            ),
            quiet(
                "for fourteen minutes only",
                until="21m",
                series={_queued("ml"): "580x4 620x14 580x40"},
            ),
            quiet("no task has started", until="16m", series={_queued("ml"): "NaN+0x60"}),
        ),
    ),
    # Rounded, since increase() makes 3.05 of three. The first loss ever does not count: its series
    # appears with 1 and there is nothing to compare it with.
    Alert(
        name="AirflowTaskHeartbeatsLost",
        expr=f"""
          round(sum by (namespace) (increase({ZOMBIES}[1h]))) > {LOST.value}
          or
          round(sum by (namespace) (increase({WITHOUT_HEARTBEAT}[1h]))) > {LOST.value}
        """,
        for_="5m",
        severity=AlertSeverity.TICKET,
        threshold=LOST,
        summary="{{ $value }} Airflow tasks in {{ $labels.namespace }} lost their heartbeat",
        description="Within an hour {{ $value }} running tasks in {{ $labels.namespace }} were "
        "killed because their heartbeat was lost: workers die or cannot reach Airflow.",
        cases=(
            fires(
                "Airflow 2 and, with the old name still there from before the upgrade, Airflow 3 "
                "lose eleven tasks in an hour; others ten, or eleven in more than an hour",
                HERE,
                {"namespace": "three"},
                at="1h35m",
                series={
                    LOST.series: "10x120",
                    _in(ZOMBIES, "ml"): "5x36 8x19 11x19 14x12 16x40",
                    _in(ZOMBIES, "ten"): "5x36 8x19 11x19 15x40",
                    _in(ZOMBIES, "slow"): "5x19 8x30 11x30 16x40",
                    _in(ZOMBIES, "three"): "12x120",
                    _in(WITHOUT_HEARTBEAT, "three"): "5x36 8x19 11x19 14x12 16x40",
                    _in(WITHOUT_HEARTBEAT, "ten-in-three"): "5x36 8x19 11x19 15x40",
                    _in(WITHOUT_HEARTBEAT, "slow-in-three"): "5x19 8x30 11x30 16x40",
                },
            ),
            quiet("nothing was ever lost", until="6m", series={}),
        ),
    ),
)
