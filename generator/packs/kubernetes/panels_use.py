"""What containers use of processors and memory, against what they asked for and may have."""

from generator.catalog.board import RATE, Panel, Query
from generator.catalog.panels import rate, value
from generator.catalog.ranked import highest
from generator.packs.kubernetes.alerts_pods import THROTTLING
from generator.packs.kubernetes.panels import (
    BY_NAME,
    CONTAINERS,
    HERE,
    LINES,
    ONE,
    WATCHED_HERE,
    here,
)

CPU = BY_NAME["container_cpu_usage_seconds_total"]
WORKING_SET = BY_NAME["container_memory_working_set_bytes"]
PERIODS = "container_cpu_cfs_periods_total"
THROTTLED = "container_cpu_cfs_throttled_periods_total"
OURS = f"{CONTAINERS}, {HERE}"
# What has ended keeps its requests in the list, but needs nothing any more.
NOT_ENDED = 'and on (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)'


def _asked(resource: str) -> str:
    wanted = f'kube_pod_container_resource_requests{{{HERE}, resource="{resource}"}}'
    return f"sum by (namespace) (max by ({ONE}) ({wanted}) {NOT_ENDED}) > 0"


def _throttling(metric: str) -> str:
    return f"sum by ({ONE}) (rate({metric}{{{OURS}}}[{RATE}]))"


CORES = rate(
    CPU,
    "CPU cores in use",
    "namespace",
    where=OURS,
    join=WATCHED_HERE,
    description="Cores that the containers of each namespace keep busy.",
    stacked=True,
)
MEMORY = value(
    WORKING_SET,
    "Memory in use",
    "namespace",
    where=OURS,
    join=WATCHED_HERE,
    using="sum",
    description="What the containers of each namespace hold and the kernel cannot take back.",
    low=0,
    stacked=True,
)
CORES_OF_ASKED = Panel(
    title="CPU in use, of what was asked for",
    description=(
        "Far below 1, cores are reserved and idle; above 1, pods live on what others leave over "
        "and slow down once nobody does."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            here(
                f"sum by (namespace) (rate({CPU.name}{{{OURS}}}[{RATE}])) "
                f"/ on (namespace) ({_asked('cpu')})"
            ),
            "{{namespace}}",
        ),
    ),
    low=0,
)
MEMORY_OF_LIMIT = Panel(
    title="Memory in use, of the limit",
    description=(
        f"The {LINES} containers nearest to their limit. At 1 the kernel kills a process of the "
        "container. Containers without a limit are not here."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            highest(
                here(
                    f"max by ({ONE}) ({WORKING_SET.name}{{{OURS}}}) / on ({ONE}) "
                    f"(max by ({ONE}) (kube_pod_container_resource_limits"
                    f'{{{HERE}, resource="memory"}}) > 0)'
                ),
                LINES,
            ),
            "{{pod}} {{container}}",
        ),
    ),
    low=0,
    high=1,
    alerts=("KubernetesContainerOomKilled", "KubernetesProcessOomKilled"),
)
SLOWED = Panel(
    title="Held back by the CPU limit",
    description=(
        f"The share of scheduler periods in which a container was stopped, of the {LINES} worst. "
        "Latency rises with it, however idle the node is: raise the limit or take it away."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            highest(here(f"{_throttling(THROTTLED)} / ({_throttling(PERIODS)} > 0)"), LINES),
            "{{pod}} {{container}}",
        ),
    ),
    low=0,
    alerts=("KubernetesCpuThrottled",),
).bounded(THROTTLING, "most")
