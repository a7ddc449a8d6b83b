"""DAG runs that fail, take too long, start too late or never end."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

FAILED_RUNS = ServiceThreshold(
    "airflow:dag_failed_runs:max",
    0,
    unit="runs",
    help="Failed runs of one DAG within five minutes that are still accepted.",
)
RUN_TIME = ServiceThreshold(
    "airflow:dag_run_duration_seconds:max",
    3600,
    unit="seconds",
    help="The longest a DAG run may take.",
)
SCHEDULE_DELAY = ServiceThreshold(
    "airflow:dag_schedule_delay_seconds:max",
    900,
    unit="seconds",
    help="The latest a DAG run may start after its planned time.",
)

FAILED = 'airflow_dagrun_failed_count{dag_id!=""}'
SUCCEEDED = 'airflow_dagrun_duration_count{dag_id!=""}'

UP = 'up{job="airflow",namespace="ml",instance="statsd"}'


def _failed(dag: str) -> str:
    return f'airflow_dagrun_failed_count{{dag_id="{dag}",namespace="ml",instance="statsd"}}'


def _succeeded(dag: str) -> str:
    return f'airflow_dagrun_duration_count{{dag_id="{dag}",namespace="ml",instance="statsd"}}'


def _timer(name: str, dag: str, quantile: str = "0.99") -> str:
    return f'airflow_dagrun_{name}{{dag_id="{dag}",quantile="{quantile}",namespace="ml"}}'


def _running(dag: str, task: str = "train") -> str:
    return f'airflow_ti_running{{dag_id="{dag}",task_id="{task}",queue="default",namespace="ml"}}'


DAG_ALERTS = (
    # The first failure of a DAG is a series that appears with the value 1, which increase() cannot
    # see. So the count is compared with that of five minutes ago, or with zero: where there was
    # none although the exporter was scraped, or where it has fallen since the exporter restarted.
    Alert(
        name="AirflowDAGFailure",
        expr=f"""
          sum by (namespace, dag_id) (
            {FAILED}
              -
            (
              {FAILED} offset 5m <= {FAILED}
              or
              0 * {FAILED} and on (namespace, instance) (up{{job="airflow"}} offset 5m == 1)
            )
          ) > {FAILED_RUNS.value}
        """,
        for_="0m",
        keep_firing_for="10m",
        severity=AlertSeverity.TICKET,
        threshold=FAILED_RUNS,
        summary="DAG {{ $labels.dag_id }} failed",
        description="{{ $value }} runs of {{ $labels.dag_id }} failed within five minutes.",
        cases=(
            fires(
                "the first failure ever of one DAG, beside one that failed long ago",
                {"namespace": "ml", "dag_id": "etl"},
                at="10m",
                series={
                    UP: "1x40",
                    _failed("etl"): "_x10 1x20",
                    _failed("other"): "7x40",
                },
            ),
            fires(
                "one more failure of a DAG that failed before",
                {"namespace": "ml", "dag_id": "etl"},
                at="10m",
                series={
                    UP: "1x40",
                    _failed("etl"): "7x9 8x20",
                    _failed("quiet"): "7x40",
                    'airflow_dagrun_failed_count{namespace="ml",instance="statsd"}': "7x9 8x20",
                },
            ),
            fires(
                "the exporter restarted and counts from nothing again",
                {"namespace": "ml", "dag_id": "etl"},
                at="11m",
                series={UP: "1x40", _failed("etl"): "7x9 stale 1x20"},
            ),
            fires(
                "eleven failures in five minutes where ten are accepted; others ten, or later",
                {"namespace": "ml", "dag_id": "etl"},
                at="14m",
                holds="24m",
                series={
                    UP: "1x40",
                    FAILED_RUNS.series: "10x40",
                    _failed("etl"): "3x9 9x3 14x20",
                    _failed("slow"): "3x8 9x4 14x20",
                    _failed("ten"): "3x9 9x3 13x20",
                },
            ),
            quiet(
                "old failures come back into sight after the exporter could not be scraped",
                until="22m",
                series={UP: "1x5 0x9 1x30", _failed("etl"): "37x5 stale _x8 37x30"},
            ),
            quiet(
                "another exporter was up, not the one whose counts appear",
                until="17m",
                series={
                    'up{job="airflow",namespace="ml",instance="other"}': "1x40",
                    'up{job="mlflow",namespace="ml",instance="statsd"}': "1x40",
                    _failed("etl"): "_x10 37x20",
                },
            ),
            quiet("nothing has ever failed", until="7m", series={UP: "1x40"}),
        ),
    ),
    # In the exporter's summary the 0.99 quantile of fewer than a hundred runs is the longest one of
    # the last ten minutes; after that it is NaN, which no comparison lets through.
    Alert(
        name="AirflowDAGRunningTooLong",
        expr=f"""
          max by (namespace, dag_id) (
            airflow_dagrun_duration{{dag_id!="",quantile="0.99"}}
          ) > {RUN_TIME.value}
          or
          max by (namespace, dag_id) (
            airflow_dagrun_failed{{dag_id!="",quantile="0.99"}}
          ) > {RUN_TIME.value}
        """,
        for_="0m",
        severity=AlertSeverity.TICKET,
        threshold=RUN_TIME,
        summary="A run of DAG {{ $labels.dag_id }} took {{ $value | humanizeDuration }}",
        description="A run of {{ $labels.dag_id }} that has just ended took "
        "{{ $value | humanizeDuration }}, longer than it may.",
        cases=(
            fires(
                "one run that succeeded and one that failed just above an hour, one just at it",
                {"namespace": "ml", "dag_id": "etl"},
                {"namespace": "ml", "dag_id": "train"},
                at="10m",
                series={
                    _timer("duration", "etl"): "NaN+0x9 3650x9 NaN+0x20",
                    _timer("failed", "train"): "NaN+0x9 3650x9 NaN+0x20",
                    _timer("failed", "etl"): "NaN+0x40",
                    _timer("duration", "b"): "3600x40",
                    _timer("failed", "b"): "3600x40",
                    _timer("duration", "c", "0.5"): "3650x40",
                    _timer("failed", "c", "0.5"): "3650x40",
                    'airflow_dagrun_duration{quantile="0.99",namespace="ml"}': "3650x40",
                    'airflow_dagrun_failed{quantile="0.99",namespace="ml"}': "3650x40",
                },
            ),
            quiet(
                "runs of an hour exactly",
                until="3m",
                series={
                    _timer("duration", "etl"): "3600x40",
                    _timer("failed", "etl"): "3600x40",
                },
            ),
            quiet(
                "no run has ended lately, or none ever",
                until="3m",
                series={_timer("duration", "etl"): "NaN+0x40"},
            ),
        ),
    ),
    # If a task of the DAG ran when the time began and no run of the DAG has ended since, then the
    # run it belonged to has been going for all that time.
    Alert(
        name="AirflowDAGNeverEnds",
        expr=f"""
          sum by (namespace, dag_id) (max_over_time(airflow_ti_running{{dag_id!=""}}[15m])) > 0
            unless on (namespace, dag_id)
          {SUCCEEDED} != ({SUCCEEDED} offset 15m or 0 * {SUCCEEDED})
            unless on (namespace, dag_id)
          {FAILED} != ({FAILED} offset 15m or 0 * {FAILED})
        """,
        for_="6h",
        severity=AlertSeverity.TICKET,
        summary="A run of DAG {{ $labels.dag_id }} does not end",
        description="Tasks of {{ $labels.dag_id }} have been running for hours and no run of "
        "it has ended in that time.",
        cases=(
            fires(
                "six hours without an end since an earlier run, with ten minutes between two "
                "tasks; others end, for the first time or again, or pause for twenty minutes",
                {"namespace": "ml", "dag_id": "etl"},
                at="7h15m",
                every=5,
                series={
                    _running("etl", "load"): "1x30 0x90",
                    _running("etl", "train"): "0x32 1x90",
                    _succeeded("etl"): "5x11 6x100",
                    _failed("etl"): "2x100",
                    _running("b"): "1x100",
                    _succeeded("b"): "5x40 6x60",
                    _running("c"): "1x100",
                    _failed("c"): "_x40 1x60",
                    _running("d"): "1x100",
                    _succeeded("d"): "_x40 1x60",
                    _running("e"): "0x100",
                    _running("f"): "1x68 0x3 1x40",
                    'airflow_ti_running{namespace="ml"}': "1x100",
                },
            ),
            quiet(
                "Airflow 2 does not say what is running",
                until="6h5m",
                every=5,
                series={_succeeded("etl"): "5x100"},
            ),
        ),
    ),
    Alert(
        name="AirflowDAGScheduleDelay",
        expr=f"""
          max by (namespace, dag_id) (
            airflow_dagrun_schedule_delay{{dag_id!="",quantile="0.99"}}
          ) > {SCHEDULE_DELAY.value}
        """,
        for_="0m",
        severity=AlertSeverity.TICKET,
        threshold=SCHEDULE_DELAY,
        summary="DAG {{ $labels.dag_id }} started {{ $value | humanizeDuration }} late",
        description="A run of {{ $labels.dag_id }} started {{ $value | humanizeDuration }} after "
        "its planned time.",
        cases=(
            fires(
                "one DAG just above the limit, one just at it, and the total over all DAGs",
                {"namespace": "ml", "dag_id": "etl"},
                at="10m",
                series={
                    _timer("schedule_delay", "etl"): "NaN+0x9 920x9 NaN+0x20",
                    _timer("schedule_delay", "b"): "900x40",
                    _timer("schedule_delay", "c", "0.5"): "920x40",
                    'airflow_dagrun_schedule_delay{quantile="0.99",namespace="ml"}': "920x40",
                },
            ),
            quiet(
                "a delay of exactly the limit",
                until="3m",
                series={_timer("schedule_delay", "etl"): "900x40"},
            ),
            quiet(
                "no run has started lately",
                until="3m",
                series={_timer("schedule_delay", "etl"): "NaN+0x40"},
            ),
        ),
    ),
)
