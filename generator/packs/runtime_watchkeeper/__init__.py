"""Models that are served by any code with our inference library in it."""

from generator.catalog import Pack, PackKind
from generator.packs.runtime_watchkeeper.cases import CASES
from generator.packs.runtime_watchkeeper.metrics import LATENCY_BUCKETS, METRICS
from generator.packs.runtime_watchkeeper.signals import SIGNALS
from generator.packs.runtime_watchkeeper.targets import BY_HAND, TARGETS

PACK = Pack(
    name="runtime_watchkeeper",
    kind=PackKind.RUNTIME,
    title="Watchkeeper inference library",
    metrics=METRICS,
    signals=SIGNALS,
    cases=CASES,
    latency_buckets=LATENCY_BUCKETS,
    targets=TARGETS,
    by_hand=BY_HAND,
)
