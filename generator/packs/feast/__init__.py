"""Feast: the feature server, and the age and presence of the features it serves."""

from generator.catalog import Pack, PackKind
from generator.packs.feast.alerts_features import FEATURE_ALERTS
from generator.packs.feast.alerts_server import SERVER_ALERTS
from generator.packs.feast.charts import CHARTS, installs
from generator.packs.feast.logs import PIPELINES
from generator.packs.feast.metrics import METRICS
from generator.packs.feast.targets import BY_HAND, TARGETS
from generator.packs.feast.values import values

PACK = Pack(
    name="feast",
    kind=PackKind.SERVICE,
    title="Feast",
    dead=("FeastServerDown",),
    metrics=METRICS,
    alerts=(*SERVER_ALERTS, *FEATURE_ALERTS),
    charts=CHARTS,
    installs=installs,
    values=values,
    targets=TARGETS,
    by_hand=BY_HAND,
    logs=PIPELINES,
)
