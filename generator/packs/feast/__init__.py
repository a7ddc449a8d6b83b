"""Feast: the feature server, and the age and presence of the features it serves."""

from generator.catalog import Pack, PackKind
from generator.packs.feast.alerts_features import FEATURE_ALERTS
from generator.packs.feast.alerts_server import SERVER_ALERTS
from generator.packs.feast.metrics import METRICS

PACK = Pack(
    name="feast",
    kind=PackKind.SERVICE,
    title="Feast",
    metrics=METRICS,
    alerts=(*SERVER_ALERTS, *FEATURE_ALERTS),
)
