"""MLflow: the tracking server's own metrics, and runs and models as our exporter reads them."""

from generator.catalog import Pack, PackKind
from generator.packs.mlflow.alerts_runs import RUN_ALERTS
from generator.packs.mlflow.alerts_server import SERVER_ALERTS
from generator.packs.mlflow.metrics import METRICS

PACK = Pack(
    name="mlflow",
    kind=PackKind.SERVICE,
    title="MLflow",
    metrics=METRICS,
    alerts=(*RUN_ALERTS, *SERVER_ALERTS),
)
