"""KServe: its controller, and the pods and scaling of InferenceServices.

How well the models behind them answer is not here: the runtime packs record that.
"""

from generator.catalog import Pack, PackKind
from generator.packs.kserve.alerts import ALERTS
from generator.packs.kserve.cases import CASES
from generator.packs.kserve.logs import PIPELINES
from generator.packs.kserve.metrics import METRICS
from generator.packs.kserve.signals import SIGNALS
from generator.packs.kserve.targets import BY_HAND, TARGETS

PACK = Pack(
    name="kserve",
    kind=PackKind.SERVICE,
    title="KServe",
    metrics=METRICS,
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
    targets=TARGETS,
    by_hand=BY_HAND,
    logs=PIPELINES,
)
