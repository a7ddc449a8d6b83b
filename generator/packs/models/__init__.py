"""What every model has: an identity, an owner, and traffic that must not vanish."""

from generator.catalog import Pack, PackKind
from generator.packs.models.alerts import ALERTS
from generator.packs.models.signals import SIGNALS

PACK = Pack(
    name="models",
    kind=PackKind.MODEL,
    title="Declared models",
    signals=SIGNALS,
    alerts=ALERTS,
)
