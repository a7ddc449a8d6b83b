"""Kubeflow: Pipelines and the Argo Workflows controller behind it, training, Katib, notebooks."""

from generator.catalog import Pack, PackKind
from generator.packs.kubeflow.alerts import ALERTS
from generator.packs.kubeflow.cases import CASES
from generator.packs.kubeflow.metrics import METRICS
from generator.packs.kubeflow.signals import SIGNALS

PACK = Pack(
    name="kubeflow",
    kind=PackKind.SERVICE,
    title="Kubeflow",
    metrics=METRICS,
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
)
