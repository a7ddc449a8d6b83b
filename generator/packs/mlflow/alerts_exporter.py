"""Our exporter, without which nobody hears of runs that fail or hang."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.mlflow.alerts_runs import EXPORTER, STORE_AGE

READ_AT = 'mlflow_exporter_last_success_timestamp_seconds{namespace="ml",instance="a"}'

EXPORTER_ALERTS = (
    Alert(
        name="MLflowExporterStale",
        expr=f"""
          time()
            -
          max by (namespace) (mlflow_exporter_last_success_timestamp_seconds)
            > {STORE_AGE.value}
          or
          max by (namespace) (mlflow_exporter_up) == 0
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        threshold=STORE_AGE,
        summary="What is known of MLflow's runs and models is old",
        description="The MLflow exporter has not read the store for a while: failed and stuck runs "
        "are not noticed.",
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
            quiet(
                "it fails for nine minutes",
                until="42m",
                series={EXPORTER: "1x5 0x9 1x60", READ_AT: "0+60x80"},
            ),
            quiet("no exporter was ever there", until="20m", series={}),
            quiet(
                "one of two exporters works",
                until="27m",
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
        name="MLflowExporterGone",
        expr="absent(mlflow_exporter_up)",
        for_="10m",
        severity=AlertSeverity.TICKET,
        deployed=True,
        summary="Nothing is known of MLflow's runs and models",
        description="The MLflow exporter is not there, or is not scraped: failed and stuck runs "
        "are not noticed.",
        cases=(
            fires("it is gone", {}, at="20m", series={EXPORTER: "1x9 stale"}),
            quiet(
                "it is gone for nine minutes, and cannot read the store before and after",
                until="40m",
                series={EXPORTER: "0x9 stale _x8 0x60"},
            ),
            quiet(
                "one of two is left",
                until="30m",
                series={
                    EXPORTER: "1x9 stale",
                    'mlflow_exporter_up{namespace="ml",instance="b"}': "1x60",
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
                until="31m",
                series={
                    'mlflow_exporter_series_dropped{namespace="ml",family="mlflow_runs"}': (
                        "5x29 0x60"
                    ),
                },
            ),
            quiet("nothing says that any was dropped", until="3m", series={}),
        ),
    ),
)
