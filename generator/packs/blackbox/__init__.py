"""The blackbox exporter: whether services answer those who use them.

Packs say which address tells (``health``); this one asks.
"""

from generator.catalog import Pack, PackKind
from generator.packs.blackbox import charts
from generator.packs.blackbox.access import ACCESS
from generator.packs.blackbox.alerts import ALERTS
from generator.packs.blackbox.metrics import METRICS
from generator.packs.blackbox.targets import PROBER, TARGETS

PACK = Pack(
    name="blackbox",
    kind=PackKind.STACK,
    title="Blackbox exporter",
    metrics=METRICS,
    alerts=ALERTS,
    charts=charts.CHARTS,
    installs=charts.installs,
    values=charts.values,
    targets=TARGETS,
    prober=PROBER,
    access=ACCESS,
)
