"""Runs that fail or hang."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

FAILED_RUNS = ServiceThreshold(
    "mlflow:failed_runs:max",
    0,
    unit="runs",
    help="Failed runs of one experiment within an hour that are still accepted.",
)
RUN_AGE = ServiceThreshold(
    "mlflow:run_age_seconds:max",
    86400,
    unit="seconds",
    help="The longest a run may be in state RUNNING.",
)
STORE_AGE = ServiceThreshold(
    "mlflow:exporter_age_seconds:max",
    900,
    unit="seconds",
    help="How old the exporter's picture of the store may be.",
)

RAW = 'mlflow_runs_finished_total{status="FAILED"}'
FAILED = f"max by (namespace, experiment) ({RAW})"

EXPORTER = 'mlflow_exporter_up{namespace="ml",instance="a"}'


def _failed(experiment: str, instance: str = "a", status: str = "FAILED") -> str:
    return (
        f'mlflow_runs_finished_total{{experiment="{experiment}",status="{status}",'
        f'namespace="ml",instance="{instance}"}}'
    )


def _oldest(experiment: str, instance: str = "a") -> str:
    return (
        f'mlflow_run_oldest_running_timestamp_seconds{{experiment="{experiment}",'
        f'namespace="ml",instance="{instance}"}}'
    )


RUN_ALERTS = (
    # The first failure of an experiment is a series that appears with 1, and a new pod of the
    # exporter brings all counts as new series: increase() sees nothing in the one and is blind in
    # the other. So the count over all pods is compared with that of an hour ago; with zero, if the
    # exporter worked then and knew of none, or if the count has fallen; and if the exporter was not
    # there an hour ago, with the lowest it has told since.
    Alert(
        name="MLflowExperimentFailed",
        expr=f"""
          {FAILED}
            -
          (
            max by (namespace, experiment) ({RAW} offset 1h) <= {FAILED}
            or
            0 * {FAILED}
              and on (namespace) max by (namespace) (mlflow_exporter_up offset 1h) == 1
            or
            min by (namespace, experiment) (min_over_time({RAW}[1h]))
          ) > {FAILED_RUNS.value}
        """,
        for_="0m",
        severity=AlertSeverity.TICKET,
        threshold=FAILED_RUNS,
        summary="Runs of MLflow experiment {{ $labels.experiment }} fail",
        description="{{ $value }} runs of {{ $labels.experiment }} failed within the last hour.",
        cases=(
            fires(
                "the first failure ever of one experiment; others succeed, or failed before",
                {"namespace": "ml", "experiment": "churn"},
                at="1h30m",
                every=5,
                series={
                    EXPORTER: "1x30",
                    _failed("churn"): "_x18 1x12",
                    _failed("fraud"): "4x4 5x25",
                    _failed("fraud", status="FINISHED"): "0+5x30",
                    _failed("rank", status="FINISHED"): "0+5x30",
                    _failed("rank", status="KILLED"): "0+5x30",
                },
            ),
            fires(
                "one more failure, told by a new pod of the exporter",
                {"namespace": "ml", "experiment": "churn"},
                at="1h30m",
                every=5,
                series={
                    EXPORTER: "1x14 stale",
                    'mlflow_exporter_up{namespace="ml",instance="b"}': "_x16 1x20",
                    _failed("churn"): "7x14 stale",
                    _failed("churn", "b"): "_x16 7x1 8x20",
                    _failed("fraud"): "7x14 stale",
                    _failed("fraud", "b"): "_x16 7x20",
                },
            ),
            fires(
                "the exporter counts from nothing again after it restarted",
                {"namespace": "ml", "experiment": "churn"},
                at="1h30m",
                every=5,
                series={EXPORTER: "1x30", _failed("churn"): "7x15 stale _x1 1x20"},
            ),
            fires(
                "two failures within 40 minutes of the exporter's return, where one is accepted; "
                "it brings old counts with it",
                {"namespace": "ml", "experiment": "churn"},
                at="1h45m",
                every=5,
                series={
                    EXPORTER: "1x1 stale _x9 1x30",
                    FAILED_RUNS.series: "1x40",
                    _failed("churn"): "_x12 37x1 38x6 39x20",
                    _failed("fraud"): "35x1 stale _x9 37x30",
                },
            ),
            fires(
                "eleven failures within 55 minutes where ten are accepted, or within an hour",
                {"namespace": "ml", "experiment": "churn"},
                at="2h5m",
                holds="2h5m",
                every=5,
                series={
                    EXPORTER: "1x40",
                    FAILED_RUNS.series: "10x40",
                    _failed("churn"): "3x13 9x10 14x20",
                    _failed("fraud"): "3x12 9x11 14x20",
                },
            ),
            quiet(
                "the exporter returns after an hour and more with all it knew",
                until="2h20m",
                every=5,
                series={
                    EXPORTER: "1x1 stale _x12 1x30",
                    _failed("churn"): "37x1 stale _x12 37x30",
                },
            ),
            quiet(
                "the exporter could not read the store an hour ago",
                until="2h15m",
                every=5,
                series={EXPORTER: "0x12 1x30", _failed("churn"): "_x13 37x30"},
            ),
            quiet("no run has ever failed", until="1h5m", every=5, series={EXPORTER: "1x30"}),
        ),
    ),
    Alert(
        name="MLflowRunStuck",
        expr=f"""
          time()
            -
          min by (namespace, experiment) (mlflow_run_oldest_running_timestamp_seconds > 0)
            > {RUN_AGE.value}
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        threshold=RUN_AGE,
        summary="A run of MLflow experiment {{ $labels.experiment }} does not end",
        description="The oldest running run of {{ $labels.experiment }} has been in state RUNNING "
        "for {{ $value | humanizeDuration }}.",
        cases=(
            fires(
                "a run just over the limit beside one that is a little younger",
                {"namespace": "ml", "experiment": "churn"},
                at="1h25m",
                every=5,
                series={
                    RUN_AGE.series: "3600x40",
                    _oldest("churn"): "300x40",
                    _oldest("churn", "b"): "1200x40",
                    _oldest("fraud"): "1200x40",
                    _oldest("none"): "0x40",
                },
            ),
            quiet(
                "runs that end ten minutes after the limit, the last one or with a younger one",
                until="1h35m",
                every=5,
                series={
                    RUN_AGE.series: "3600x40",
                    _oldest("churn"): "300x15 4800x20",
                    _oldest("rank"): "300x15 stale",
                },
            ),
            quiet("nothing runs", until="20m", every=5, series={}),
        ),
    ),
)
