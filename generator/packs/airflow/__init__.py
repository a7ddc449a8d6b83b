"""Airflow, as its official chart exports it: statsd through statsd_exporter."""

from generator.catalog import Pack, PackKind
from generator.packs.airflow.alerts_dags import DAG_ALERTS
from generator.packs.airflow.alerts_parts import PART_ALERTS
from generator.packs.airflow.alerts_tasks import TASK_ALERTS
from generator.packs.airflow.metrics import METRICS

PACK = Pack(
    name="airflow",
    kind=PackKind.SERVICE,
    title="Airflow",
    metrics=METRICS,
    alerts=(*DAG_ALERTS, *PART_ALERTS, *TASK_ALERTS),
)
