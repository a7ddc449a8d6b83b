"""Models served by NVIDIA Triton.

There is no latency_bucket signal. Request time is a counter of microseconds, which gives a mean and
no share of slow requests; the one histogram is off by default and holds the time to the first
response, which says little of a model that streams; summaries cannot be added up over replicas. A
latency objective needs another runtime in the spec.
"""

from generator.catalog import Pack, PackKind
from generator.packs.runtime_triton.cases import CASES
from generator.packs.runtime_triton.metrics import METRICS
from generator.packs.runtime_triton.signals import SIGNALS
from generator.packs.runtime_triton.targets import BY_HAND, TARGETS

PACK = Pack(
    name="runtime_triton",
    kind=PackKind.RUNTIME,
    title="Triton inference server",
    metrics=METRICS,
    signals=SIGNALS,
    cases=CASES,
    targets=TARGETS,
    by_hand=BY_HAND,
)
