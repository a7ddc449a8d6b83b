"""MLflow: the tracking server's own metrics, and runs and models as our exporter reads them."""

from generator.catalog import Pack, PackKind
from generator.packs.mlflow.alerts_exporter import EXPORTER_ALERTS
from generator.packs.mlflow.alerts_runs import RUN_ALERTS
from generator.packs.mlflow.alerts_server import SERVER_ALERTS
from generator.packs.mlflow.charts import CHARTS, installs
from generator.packs.mlflow.logs import ALERTS as LOG_ALERTS
from generator.packs.mlflow.logs import PIPELINES
from generator.packs.mlflow.metrics import METRICS
from generator.packs.mlflow.targets import ACCESS, BY_HAND, HEALTH, TARGETS
from generator.packs.mlflow.values import values
from generator.packs.mlflow.workloads import offers, workloads

PACK = Pack(
    name="mlflow",
    kind=PackKind.SERVICE,
    title="MLflow",
    dead=("MLflowDown",),
    metrics=METRICS,
    alerts=(*RUN_ALERTS, *EXPORTER_ALERTS, *SERVER_ALERTS),
    charts=CHARTS,
    installs=installs,
    values=values,
    targets=TARGETS,
    access=ACCESS,
    health=HEALTH,
    by_hand=BY_HAND,
    exports=True,
    workloads=workloads,
    offers=offers,
    logs=PIPELINES,
    log_alerts=LOG_ALERTS,
)
