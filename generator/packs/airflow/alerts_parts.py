"""The parts of Airflow that must be alive, and the path by which they are seen."""

from generator.catalog import Alert, AlertSeverity, fires, quiet

UP_A = 'up{job="airflow",namespace="ml",instance="statsd-a"}'
UP_B = 'up{job="airflow",namespace="other",instance="statsd-b"}'
HERE = {"namespace": "ml"}

# A heartbeat every five seconds until the twentieth minute, then none.
BEATING = "0+12x60"
STOPPED = "0+12x19 240x60"


def _beats(part: str, namespace: str = "ml") -> str:
    return f'airflow_{part}_heartbeat{{namespace="{namespace}",instance="statsd"}}'


PART_ALERTS = (
    Alert(
        name="AirflowSchedulerDown",
        expr="""
          sum by (namespace) (rate(airflow_scheduler_heartbeat[5m])) == 0
          or
          max by (namespace) (up{job="airflow"}) == 1
            unless on (namespace) airflow_scheduler_heartbeat
        """,
        for_="3m",
        severity=AlertSeverity.PAGE,
        summary="The Airflow scheduler in {{ $labels.namespace }} is down",
        description="No heartbeat of any Airflow scheduler in {{ $labels.namespace }} arrives "
        "any more: no DAG run starts and none goes on.",
        cases=(
            fires(
                "heartbeats stop in one namespace and go on in the other",
                HERE,
                at="27m",
                series={
                    UP_A: "1x60",
                    UP_B: "1x60",
                    _beats("scheduler"): STOPPED,
                    _beats("scheduler", "other"): BEATING,
                },
            ),
            fires(
                "there is no heartbeat at all although the exporter answers",
                HERE,
                at="3m",
                series={
                    UP_A: "1x60",
                    UP_B: "1x60",
                    'up{job="feast",namespace="third",instance="feast"}': "1x60",
                    _beats("scheduler", "other"): BEATING,
                },
            ),
            quiet(
                "two minutes of silence more than the window",
                until="30m",
                series={UP_A: "1x60", _beats("scheduler"): "0+12x19 240x6 252+12x30"},
            ),
            quiet(
                "the exporter is down: that alert is another one",
                until="20m",
                series={UP_A: "1x9 0x40", _beats("scheduler"): "0+12x9 stale"},
            ),
        ),
    ),
    Alert(
        name="AirflowStatsdDown",
        expr="""
          max by (namespace, job) (up{job="airflow"}) == 0
          or
          absent(up{job="airflow"})
        """,
        for_="10m",
        severity=AlertSeverity.PAGE,
        summary="Airflow's metrics are gone",
        description="The statsd exporter of Airflow does not answer, so no other "
        "alert on Airflow can fire, not even that the scheduler is down.",
        cases=(
            fires(
                "one exporter does not answer, that of another namespace does",
                {"namespace": "ml", "job": "airflow"},
                at="20m",
                series={UP_A: "1x9 0x40", UP_B: "1x60"},
            ),
            fires(
                "there is no target, though another service has one",
                {"job": "airflow"},
                at="10m",
                series={'up{job="feast",namespace="ml",instance="feast"}': "1x60"},
            ),
            quiet(
                "nine minutes without an answer; another service is down for longer",
                until="22m",
                series={
                    UP_A: "1x9 0x9 1x40",
                    'up{job="feast",namespace="ml",instance="feast"}': "0x60",
                },
            ),
            quiet(
                "one of two exporters answers",
                until="12m",
                series={
                    UP_A: "0x60",
                    'up{job="airflow",namespace="ml",instance="statsd-c"}': "1x60",
                },
            ),
        ),
    ),
    Alert(
        name="AirflowStatsdSilent",
        expr="""
          sum by (namespace) (rate(statsd_exporter_udp_packets_total{job="airflow"}[5m])) == 0
        """,
        for_="5m",
        severity=AlertSeverity.TICKET,
        summary="Airflow in {{ $labels.namespace }} sends no metrics",
        description="The statsd exporter in {{ $labels.namespace }} answers but receives "
        "nothing: Airflow is stopped entirely, or its packets go elsewhere.",
        cases=(
            fires(
                "packets stop in one namespace and go on in the other",
                HERE,
                at="29m",
                series={
                    'statsd_exporter_udp_packets_total{job="airflow",namespace="ml"}': STOPPED,
                    'statsd_exporter_udp_packets_total{job="airflow",namespace="other"}': BEATING,
                    'statsd_exporter_udp_packets_total{job="else",namespace="third"}': STOPPED,
                },
            ),
            fires(
                "an exporter that never received anything",
                HERE,
                at="6m",
                series={
                    'statsd_exporter_udp_packets_total{job="airflow",namespace="ml"}': "0x60",
                },
            ),
            quiet(
                "four minutes of silence more than the window",
                until="32m",
                series={
                    'statsd_exporter_udp_packets_total{job="airflow",namespace="ml"}': (
                        "0+12x19 240x8 252+12x30"
                    ),
                },
            ),
            quiet("there is no exporter: that alert is another one", until="7m", series={}),
        ),
    ),
    Alert(
        name="AirflowTriggererDown",
        expr="""
          sum by (namespace) (rate(airflow_triggerer_heartbeat[5m])) == 0
          or
          sum by (namespace) (airflow_ti_deferred{dag_id!=""}) > 0
            unless on (namespace) airflow_triggerer_heartbeat
        """,
        for_="5m",
        severity=AlertSeverity.PAGE,
        summary="The Airflow triggerer in {{ $labels.namespace }} is down",
        description="No heartbeat of any triggerer in {{ $labels.namespace }} arrives any "
        "more: deferred tasks do not resume.",
        cases=(
            fires(
                "heartbeats stop in one namespace and go on in the other",
                HERE,
                at="29m",
                series={
                    _beats("triggerer"): STOPPED,
                    _beats("triggerer", "other"): BEATING,
                },
            ),
            fires(
                "a task is deferred and there is no triggerer",
                HERE,
                at="14m",
                series={
                    'airflow_ti_deferred{dag_id="d",task_id="t",namespace="ml"}': "0x8 1x30",
                    'airflow_ti_deferred{dag_id="d",task_id="t",namespace="other"}': "1x40",
                    'airflow_ti_deferred{namespace="third"}': "1x40",
                    _beats("triggerer", "other"): BEATING,
                },
            ),
            quiet(
                "four minutes of silence more than the window",
                until="32m",
                series={_beats("triggerer"): "0+12x19 240x8 252+12x30"},
            ),
            quiet(
                "a triggerer that was never used",
                until="7m",
                series={'airflow_ti_deferred{dag_id="d",task_id="t",namespace="ml"}': "0x60"},
            ),
        ),
    ),
    # Airflow 2 may run without a DAG processor of its own; a count of running DAG runs means 3.
    Alert(
        name="AirflowDagProcessorDown",
        expr="""
          sum by (namespace) (rate(airflow_dag_processor_heartbeat[5m])) == 0
          or
          max by (namespace) (airflow_scheduler_dagruns_running)
            unless on (namespace) airflow_dag_processor_heartbeat
        """,
        for_="10m",
        severity=AlertSeverity.TICKET,
        summary="The Airflow DAG processor in {{ $labels.namespace }} is down",
        description="No heartbeat of the DAG processor in {{ $labels.namespace }} arrives any "
        "more: new and changed DAGs are not loaded.",
        cases=(
            fires(
                "heartbeats stop in one namespace and go on in the other",
                HERE,
                at="34m",
                series={
                    _beats("dag_processor"): STOPPED,
                    _beats("dag_processor", "other"): BEATING,
                },
            ),
            fires(
                "Airflow 3 without any heartbeat of it",
                HERE,
                at="10m",
                series={
                    'airflow_scheduler_dagruns_running{namespace="ml"}': "0x60",
                    'airflow_scheduler_dagruns_running{namespace="other"}': "0x60",
                    _beats("dag_processor", "other"): BEATING,
                },
            ),
            quiet(
                "nine minutes of silence more than the window",
                until="38m",
                series={_beats("dag_processor"): "0+12x19 240x13 252+12x40"},
            ),
            quiet(
                "Airflow 2 has none",
                until="12m",
                series={UP_A: "1x60", _beats("scheduler"): BEATING},
            ),
        ),
    ),
)
