"""Models behind Knative's queue-proxy, which KServe puts before every model in serverless mode.

What is measured is the model's container: time in the proxy's own queue is not in the latency, and
a request that the proxy refuses because that queue is full is neither counted nor an error.
"""

from generator.catalog import Pack, PackKind
from generator.packs.runtime_knative.cases import CASES
from generator.packs.runtime_knative.metrics import LATENCY_BUCKETS, METRICS
from generator.packs.runtime_knative.signals import SIGNALS
from generator.packs.runtime_knative.targets import BY_HAND, TARGETS

PACK = Pack(
    name="runtime_knative",
    kind=PackKind.RUNTIME,
    title="Knative queue-proxy",
    metrics=METRICS,
    signals=SIGNALS,
    cases=CASES,
    latency_buckets=LATENCY_BUCKETS,
    targets=TARGETS,
    by_hand=BY_HAND,
)
