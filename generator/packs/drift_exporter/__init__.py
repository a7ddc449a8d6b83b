"""The exporter of drift results itself: while it is blind, it says nothing of any model."""

from generator.catalog import Pack, PackKind
from generator.packs.drift_exporter.alerts import ALERTS

PACK = Pack(
    name="drift_exporter",
    kind=PackKind.STACK,
    title="Drift exporter",
    alerts=ALERTS,
)
