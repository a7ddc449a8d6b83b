"""Kubeflow: Pipelines and the Argo Workflows controller behind it, training, Katib, notebooks."""

from generator.catalog import Pack, PackKind
from generator.packs.kubeflow.alerts import ALERTS
from generator.packs.kubeflow.cases import CASES
from generator.packs.kubeflow.logs import PIPELINES
from generator.packs.kubeflow.metrics import METRICS
from generator.packs.kubeflow.signals import SIGNALS
from generator.packs.kubeflow.targets import BY_HAND, HEALTH, TARGETS

PACK = Pack(
    name="kubeflow",
    kind=PackKind.SERVICE,
    title="Kubeflow",
    metrics=METRICS,
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
    targets=TARGETS,
    health=HEALTH,
    by_hand=BY_HAND,
    logs=PIPELINES,
)
