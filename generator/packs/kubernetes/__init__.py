"""What ML workloads need of the cluster: pods that start and stay, jobs, volumes, nodes and GPUs.

Whatever is namespaced concerns watched namespaces only, so a shared cluster does not page us for
its other tenants.
"""

from generator.catalog import Pack, PackKind
from generator.packs.kubernetes.alerts import ALERTS
from generator.packs.kubernetes.cases import CASES
from generator.packs.kubernetes.metrics import METRICS
from generator.packs.kubernetes.signals import SIGNALS

PACK = Pack(
    name="kubernetes",
    kind=PackKind.SERVICE,
    title="Kubernetes",
    metrics=METRICS,
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
)
