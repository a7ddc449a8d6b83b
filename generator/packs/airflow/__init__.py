"""Airflow, as its official chart exports it: statsd through statsd_exporter."""

from generator.catalog import Pack, PackKind
from generator.packs.airflow.alerts_dags import DAG_ALERTS
from generator.packs.airflow.alerts_parts import PART_ALERTS
from generator.packs.airflow.alerts_tasks import TASK_ALERTS
from generator.packs.airflow.charts import BY_HAND, CHARTS, installs
from generator.packs.airflow.logs import ALERTS as LOG_ALERTS
from generator.packs.airflow.logs import PIPELINES
from generator.packs.airflow.metrics import METRICS
from generator.packs.airflow.targets import HEALTH, TARGETS
from generator.packs.airflow.values import values

PACK = Pack(
    name="airflow",
    kind=PackKind.SERVICE,
    title="Airflow",
    dead=("AirflowSchedulerDown", "AirflowStatsdDown"),
    metrics=METRICS,
    alerts=(*DAG_ALERTS, *PART_ALERTS, *TASK_ALERTS),
    charts=CHARTS,
    installs=installs,
    values=values,
    targets=TARGETS,
    health=HEALTH,
    logs=PIPELINES,
    log_alerts=LOG_ALERTS,
    by_hand=BY_HAND,
)
