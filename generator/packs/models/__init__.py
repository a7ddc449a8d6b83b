"""What every model has: an identity, an owner, and traffic that must not vanish."""

from generator.catalog import Pack, PackKind
from generator.packs.models import alerts, alerts_loading
from generator.packs.models.logs import METRICS, PIPELINES, RECORDS
from generator.packs.models.signals import SIGNALS

PACK = Pack(
    name="models",
    kind=PackKind.MODEL,
    title="Declared models",
    dead=("ModelMetricsAbsent",),
    signals=SIGNALS,
    metrics=METRICS,
    alerts=(*alerts.ALERTS, *alerts_loading.ALERTS),
    logs=PIPELINES,
    log_records=RECORDS,
)
