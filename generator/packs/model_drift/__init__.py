"""How far inputs have moved from the data a model was trained on."""

from generator.catalog import Pack, PackKind
from generator.packs.model_drift.alerts import ALERTS
from generator.packs.model_drift.alerts_data import DATA_ALERTS
from generator.packs.model_drift.jobs import job
from generator.packs.model_drift.metrics import METRICS
from generator.packs.model_drift.targets import ACCESS, BY_HAND, TARGETS
from generator.packs.model_drift.thresholds import SCORE, SHARE
from generator.packs.model_drift.workloads import settings, workloads

PACK = Pack(
    name="model_drift",
    kind=PackKind.MODEL,
    title="Data drift",
    depends=("models",),
    metrics=METRICS,
    thresholds=(SCORE, SHARE),
    alerts=(*ALERTS, *DATA_ALERTS),
    targets=TARGETS,
    access=ACCESS,
    by_hand=BY_HAND,
    workloads=workloads,
    settings=settings,
    job=job,
)
