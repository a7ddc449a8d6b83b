"""Runs that fail or hang, and the exporter that tells."""

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
READ_AT = 'mlflow_exporter_last_success_timestamp_seconds{namespace="ml",instance="a"}'


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
                series={
                    EXPORTER: "1x180",
                    _failed("churn"): "_x90 1x60",
                    _failed("fraud"): "4x28 5x120",
                    _failed("fraud", status="FINISHED"): "0+1x180",
                    _failed("rank", status="FINISHED"): "0+1x180",
                    _failed("rank", status="KILLED"): "0+1x180",
                },
            ),
            fires(
                "one more failure, told by a new pod of the exporter",
                {"namespace": "ml", "experiment": "churn"},
                at="1h30m",
                series={
                    EXPORTER: "1x80 stale",
                    'mlflow_exporter_up{namespace="ml",instance="b"}': "_x82 1x90",
                    _failed("churn"): "7x80 stale",
                    _failed("churn", "b"): "_x82 7x7 8x90",
                    _failed("fraud"): "7x80 stale",
                    _failed("fraud", "b"): "_x82 7x90",
                },
            ),
            fires(
                "the exporter counts from nothing again after it restarted",
                {"namespace": "ml", "experiment": "churn"},
                at="1h30m",
                series={EXPORTER: "1x180", _failed("churn"): "7x80 stale _x8 1x90"},
            ),
            fires(
                "a failure soon after the exporter came, which brings old counts with it",
                {"namespace": "ml", "experiment": "churn"},
                at="10m",
                series={
                    EXPORTER: "1x90",
                    _failed("churn"): "37x9 38x90",
                    _failed("fraud"): "37x90",
                },
            ),
            fires(
                "two failures 59 minutes apart where one is accepted",
                {"namespace": "ml", "experiment": "churn"},
                at="2h9m",
                series={
                    EXPORTER: "1x240",
                    FAILED_RUNS.series: "1x240",
                    _failed("churn"): "3x69 4x58 5x90",
                    _failed("fraud"): "3x69 4x59 5x90",
                },
            ),
            quiet(
                "two failures an hour apart where one is accepted",
                until="3h30m",
                series={
                    EXPORTER: "1x240",
                    FAILED_RUNS.series: "1x240",
                    _failed("churn"): "3x69 4x59 5x120",
                },
            ),
            quiet(
                "the exporter returns after two hours with all it knew",
                until="5h",
                series={
                    EXPORTER: "1x20 stale _x120 1x180",
                    _failed("churn"): "37x20 stale _x120 37x180",
                },
            ),
            quiet(
                "the exporter could not read the store an hour ago",
                until="3h",
                series={EXPORTER: "0x60 1x180", _failed("churn"): "_x61 37x180"},
            ),
            quiet("no run has ever failed", until="3h", series={EXPORTER: "1x200"}),
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
                "a run just over a day old beside one that is a little younger, and one that ended",
                {"namespace": "ml", "experiment": "churn"},
                at="24h25m",
                every=5,
                series={
                    _oldest("churn"): "300x400",
                    _oldest("churn", "b"): "1200x400",
                    _oldest("fraud"): "1200x400",
                    _oldest("rank"): "300x285 stale",
                    _oldest("none"): "0x400",
                },
            ),
            quiet(
                "a run that ends ten minutes after its day",
                until="26h",
                every=5,
                series={_oldest("churn"): "300x291 86400x40"},
            ),
            quiet("nothing runs", until="26h", every=5, series={}),
        ),
    ),
    Alert(
        name="MLflowExporterStale",
        expr=f"""
          time()
            -
          max by (namespace) (mlflow_exporter_last_success_timestamp_seconds)
            > {STORE_AGE.value}
          or
          max by (namespace) (mlflow_exporter_up) == 0
          or
          absent(mlflow_exporter_up)
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=STORE_AGE,
        summary="What is known of MLflow's runs and models is old",
        description="The MLflow exporter has not read the store for a while or is gone: failed and "
        "stuck runs are not noticed.",
        cases=(
            fires(
                "it has not read the store for just over a quarter of an hour",
                {"namespace": "ml"},
                at="36m",
                series={
                    EXPORTER: "1x80",
                    READ_AT: "0+60x10 600x80",
                    'mlflow_exporter_up{namespace="other"}': "1x80",
                    'mlflow_exporter_last_success_timestamp_seconds{namespace="other"}': (
                        "-900+60x80"
                    ),
                },
            ),
            fires(
                "it runs and cannot read the store",
                {"namespace": "ml"},
                at="10m",
                series={
                    EXPORTER: "0x80",
                    'mlflow_exporter_up{namespace="other"}': "1x80",
                },
            ),
            fires("it is gone", {}, at="20m", series={EXPORTER: "1x9 stale"}),
            quiet(
                "it fails for nine minutes and is gone for nine",
                until="1h",
                series={EXPORTER: "1x5 0x9 1x5 stale _x8 1x60", READ_AT: "0+60x80"},
            ),
            quiet(
                "one of two exporters works",
                until="1h",
                series={
                    EXPORTER: "0x80",
                    READ_AT: "0x80",
                    'mlflow_exporter_up{namespace="ml",instance="b"}': "1x80",
                    'mlflow_exporter_last_success_timestamp_seconds{namespace="ml",instance="b"}': (
                        "0+60x80"
                    ),
                },
            ),
        ),
    ),
    Alert(
        name="MLflowExporterDropsSeries",
        expr="max by (namespace, family) (mlflow_exporter_series_dropped) > 0",
        for_="30m",
        severity=AlertSeverity.TICKET,
        summary="The MLflow exporter leaves out {{ $value }} series of {{ $labels.family }}",
        description="There are more experiments or models than the exporter may report, so some "
        "are not watched.",
        cases=(
            fires(
                "one series too many in one family",
                {"namespace": "ml", "family": "mlflow_runs"},
                at="40m",
                series={
                    'mlflow_exporter_series_dropped{namespace="ml",family="mlflow_runs"}': (
                        "0x9 1x60"
                    ),
                    'mlflow_exporter_series_dropped{namespace="ml",family="other"}': "0x80",
                },
            ),
            quiet(
                "for 29 minutes only",
                until="1h",
                series={
                    'mlflow_exporter_series_dropped{namespace="ml",family="mlflow_runs"}': (
                        "5x29 0x60"
                    ),
                },
            ),
            quiet("nothing says that any was dropped", until="1h", series={}),
        ),
    ),
)
