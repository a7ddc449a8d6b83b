"""Models in KServe's own Python model server.

It counts no failures, so there is no errors signal: an availability objective needs another runtime
in the spec (``knative`` in serverless mode, ``watchkeeper`` with our library in the predictor).
"""

from generator.catalog import Pack, PackKind
from generator.packs.runtime_kserve.cases import CASES
from generator.packs.runtime_kserve.metrics import LATENCY_BUCKETS, METRICS
from generator.packs.runtime_kserve.signals import SIGNALS
from generator.packs.runtime_kserve.targets import BY_HAND, TARGETS

PACK = Pack(
    name="runtime_kserve",
    kind=PackKind.RUNTIME,
    title="KServe model server",
    metrics=METRICS,
    signals=SIGNALS,
    cases=CASES,
    latency_buckets=LATENCY_BUCKETS,
    targets=TARGETS,
    by_hand=BY_HAND,
)
