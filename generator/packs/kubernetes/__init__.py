"""What ML workloads need of the cluster: pods that start and stay, jobs, volumes, nodes and GPUs.

Whatever is namespaced concerns watched namespaces only, so a shared cluster does not page us for
its other tenants.
"""

from generator.catalog import Pack, PackKind
from generator.packs.kubernetes.access import ACCESS
from generator.packs.kubernetes.alerts import ALERTS
from generator.packs.kubernetes.cases import CASES
from generator.packs.kubernetes.logs import METRICS as COUNTED
from generator.packs.kubernetes.logs import RECORDS
from generator.packs.kubernetes.metrics import METRICS
from generator.packs.kubernetes.signals import SIGNALS
from generator.packs.kubernetes.targets import BY_HAND, TARGETS
from generator.packs.kubernetes.values import values

PACK = Pack(
    name="kubernetes",
    kind=PackKind.SERVICE,
    title="Kubernetes",
    metrics=(*METRICS, *COUNTED),
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
    values=values,
    targets=TARGETS,
    by_hand=BY_HAND,
    log_records=RECORDS,
    access=ACCESS,
)
