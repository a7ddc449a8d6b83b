"""Language models served by vLLM.

Its ``model_name`` is the served model name, which has to be the name in the spec
(``--served-model-name``); left to itself it is a path. There is no error counter and a request that
is refused is never seen here, so there is no errors signal: an availability objective needs another
runtime in the spec (``knative`` in front of it, or ``watchkeeper`` in the gateway that calls it).
"""

from generator.catalog import Pack, PackKind
from generator.packs.runtime_vllm.cases import CASES
from generator.packs.runtime_vllm.metrics import LATENCY_BUCKETS, METRICS
from generator.packs.runtime_vllm.signals import SIGNALS
from generator.packs.runtime_vllm.targets import BY_HAND, TARGETS

PACK = Pack(
    name="runtime_vllm",
    kind=PackKind.RUNTIME,
    title="vLLM server",
    metrics=METRICS,
    signals=SIGNALS,
    cases=CASES,
    latency_buckets=LATENCY_BUCKETS,
    targets=TARGETS,
    by_hand=BY_HAND,
)
