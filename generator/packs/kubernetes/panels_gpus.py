"""GPUs: who holds them, whether they work, and which are about to break."""

from generator.catalog.board import Color, Column, Panel, PanelKind, Query
from generator.catalog.ranked import highest, lowest
from generator.packs.kubernetes.alerts_gpus import BROKEN, HOT, IDLE
from generator.packs.kubernetes.panels import HERE, LINES, ONE, ROWS, SIGNAL
from generator.packs.kubernetes.panels_use import NOT_ENDED
from generator.packs.kubernetes.signals import ON_NODE

USED, FREE, POWER = "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_POWER_USAGE"
REQUESTS = "kube_pod_container_resource_requests"
KEY = "on (node, gpu)"
ANY_GPU = 'resource=~"nvidia_com_(gpu|mig_.+)"'


def _of_each(expr: str) -> str:
    return f"max by (node, gpu) (label_join({expr}, {ON_NODE}))"


MEMORY = _of_each(f"{USED} / ({USED} + {FREE} > 0)")
FAULTY = f"""
  (
    max by (node, gpu) (gpu:xid_error:last{{err_code=~"{BROKEN}"}})
    or
    {_of_each("DCGM_FI_DEV_ROW_REMAP_FAILURE")} > 0
  )
"""

BUSY = Panel(
    title="GPUs at work",
    description=(
        f"The share of time in which a GPU ran anything for the pod that holds it: the {LINES} "
        "least busy. One that stays below the dashed line keeps others waiting for nothing."
    ),
    unit="ratio",
    width=6,
    queries=(
        Query(
            "A",
            lowest(f"gpu:utilization:ratio{{{HERE}}}", LINES),
            "{{namespace}}/{{pod}} GPU {{gpu}}",
        ),
    ),
    low=0,
    high=1,
    alerts=("KubernetesGpuIdle",),
).bounded(IDLE, "idle below")
MEMORY_USED = Panel(
    title="GPU memory in use",
    description=(
        f"The {LINES} fullest GPUs. A server that reserves memory when it starts is always near "
        "1; one that grows there ends with an error of its own, not of Kubernetes."
    ),
    unit="ratio",
    width=6,
    queries=(Query("A", highest(MEMORY, LINES), "{{node}} GPU {{gpu}}"),),
    low=0,
    high=1,
)
TEMPERATURE = Panel(
    title="GPU temperature",
    description=f"The {LINES} hottest GPUs. Above the dashed line they slow down, then stop.",
    unit=SIGNAL["gpu:temperature:celsius"].unit,
    width=6,
    queries=(Query("A", highest("gpu:temperature:celsius", LINES), "{{node}} GPU {{gpu}}"),),
    alerts=("KubernetesGpuHot",),
).bounded(HOT, "hottest")
OFFERED = Panel(
    title="GPUs asked for and offered",
    description=(
        "GPUs, or parts of them, that the cluster's nodes offer, and that pods which have not "
        "ended ask for. Where more are asked for than offered, pods wait."
    ),
    unit="count",
    width=6,
    queries=(
        Query(
            "A",
            f"sum(max by (node, resource) (kube_node_status_allocatable{{{ANY_GPU}}}))",
            "offered",
        ),
        Query(
            "B",
            f"sum(max by ({ONE}, resource) ({REQUESTS}{{{ANY_GPU}}}) {NOT_ENDED})",
            "asked for",
        ),
    ),
    low=0,
    decimals=0,
    alerts=("KubernetesGpuShortage",),
)
HELD = f"topk({ROWS}, max by (namespace, pod, node, gpu) (gpu:utilization:ratio{{{HERE}}}))"
HOLDERS = Panel(
    title="GPUs and who holds them",
    description=(
        f"The GPUs of the chosen namespaces, up to {ROWS}: how busy, how full, how warm. A pod "
        "that holds one without using it is the first to ask when others wait."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", HELD, instant=True),
        Query("B", f"({MEMORY}) and {KEY} {HELD}", instant=True),
        Query("C", f"gpu:temperature:celsius and {KEY} {HELD}", instant=True),
        Query("D", f"{_of_each(POWER)} and {KEY} {HELD}", instant=True),
    ),
    columns=(
        Column("Node", label="node"),
        Column("GPU", label="gpu", width=60),
        Column("Namespace", label="namespace"),
        Column("Pod", label="pod"),
        Column("Busy", ref="A", unit="ratio", decimals=0, width=80),
        Column("Memory", ref="B", unit="ratio", decimals=0, width=80),
        Column("Temperature", ref="C", unit="celsius", decimals=0, width=110),
        Column("Power", ref="D", unit="watts", decimals=0, width=80),
    ),
    width=15,
    sort="Busy",
    alerts=("KubernetesGpuIdle",),
)
XID = Panel(
    title="Last XID error of each GPU",
    description=(
        "Errors that the driver reported. Where it is a fault of the GPU, take the node out; the "
        "other codes come from the program that ran there. A code stays until another follows or "
        "the driver is loaded anew."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"topk({ROWS}, gpu:xid_error:last)", instant=True),
        Query(
            "B",
            f'gpu:xid_error:last{{err_code=~"{BROKEN}"}} > bool 0',
            instant=True,
        ),
    ),
    columns=(
        Column("Node", label="node"),
        Column("GPU", label="gpu", width=60),
        Column("Code", label="err_code", width=70),
        Column("Fault of", ref="B", words=((1, "the GPU", Color.BAD),), width=100),
    ),
    width=9,
    alerts=("KubernetesGpuXidError", "KubernetesGpuMemoryFaulty"),
)
