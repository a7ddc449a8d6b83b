"""Nodes, and whether what watches them is there."""

from generator.catalog.board import RATE, Color, Column, Panel, PanelKind, Query, Source, Step
from generator.packs.kubernetes.panels import ROWS

READY = 'max by (node) (kube_node_status_condition{condition="Ready", status="true"})'
PRESSURE = 'condition=~"DiskPressure|MemoryPressure|PIDPressure", status="true"'
BUSY = f'1 - avg by (node) (rate(node_cpu_seconds_total{{mode="idle"}}[{RATE}]))'
FILLED = "max by (node) (1 - node_memory_MemAvailable_bytes / (node_memory_MemTotal_bytes > 0))"
FIRST = f"bottomk({ROWS}, {READY})"  # those that are not ready before all others
SHARE_STEPS = (Step(None, Color.GOOD), Step(0.8, Color.WARNING), Step(0.95, Color.BAD))
WATCHERS = "kube-state-metrics|kubelet|node-exporter|dcgm-exporter"


def _trend(title: str, description: str, expr: str) -> Panel:
    """The fullest node and the middle one: a line for each would be too many."""
    return Panel(
        title=title,
        description=description,
        unit="ratio",
        queries=(
            Query("A", f"max({expr})", "fullest"),
            Query("B", f"quantile(0.5, {expr})", "middle"),
        ),
        low=0,
        high=1,
    )


CPU = _trend(
    "CPU of nodes",
    "The share of its cores that the busiest node, and the middle one, keep busy. A busy node is "
    "no fault; where pods are slow at the same time, it is full.",
    BUSY,
)
MEMORY = _trend(
    "Memory of nodes",
    "The share of its memory that the fullest node, and the middle one, have given away. Near 1 "
    "the kubelet evicts pods, then the kernel kills processes.",
    FILLED,
)
CONDITIONS = Panel(
    title="Nodes in a bad condition",
    description=(
        "How many nodes are not ready, are short of memory, disk or process numbers, or are "
        "cordoned. Pods leave a node that is not ready after five minutes."
    ),
    unit="count",
    queries=(
        Query("A", f"count({READY} == 0) or vector(0)", "not ready"),
        Query(
            "B",
            f"count(max by (node) (kube_node_status_condition{{{PRESSURE}}}) == 1) or vector(0)",
            "under pressure",
        ),
        Query(
            "C", "count(max by (node) (kube_node_spec_unschedulable) == 1) or vector(0)", "cordoned"
        ),
    ),
    low=0,
    decimals=0,
    colors=(("^not ready$", Color.BAD), ("^under pressure$", Color.WARNING)),
    alerts=("KubernetesNodeNotReady", "KubernetesNodePressure"),
)
TABLE = Panel(
    title="Nodes",
    description=(
        f"Up to {ROWS} nodes, first those that are not ready. Pressure counts the resources a "
        "node is short of: memory, disk, process numbers."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", FIRST, instant=True),
        Query(
            "B",
            f"sum by (node) (kube_node_status_condition{{{PRESSURE}}}) and on (node) {FIRST}",
            instant=True,
        ),
        Query(
            "C",
            f"max by (node) (kube_node_spec_unschedulable) and on (node) {FIRST}",
            instant=True,
        ),
        Query("D", f"({BUSY}) and on (node) {FIRST}", instant=True),
        Query("E", f"{FILLED} and on (node) {FIRST}", instant=True),
        Query(
            "F",
            'sum by (node) (kube_node_status_allocatable{resource="nvidia_com_gpu"}) > 0 '
            f"and on (node) {FIRST}",
            instant=True,
        ),
    ),
    columns=(
        Column("Node", label="node"),
        Column("State", ref="A", words=((0, "not ready", Color.BAD), (1, "ready", Color.GOOD))),
        Column(
            "Pressure",
            ref="B",
            decimals=0,
            steps=(Step(None, Color.GOOD), Step(1, Color.WARNING)),
        ),
        Column("Cordoned", ref="C", words=((0, "no", Color.GOOD), (1, "yes", Color.WARNING))),
        Column("CPU", ref="D", unit="ratio", decimals=0, steps=SHARE_STEPS),
        Column("Memory", ref="E", unit="ratio", decimals=0, steps=SHARE_STEPS),
        Column("GPUs", ref="F", decimals=0),
    ),
    width=24,
    alerts=("KubernetesNodeNotReady", "KubernetesNodePressure"),
)
WATCHED_BY = Panel(
    title="Watchers that do not answer",
    description=(
        "The share of the targets that do not answer, of each that this board lives on. Where a "
        "whole one is gone, its panels are empty and look calm."
    ),
    unit="ratio",
    queries=(Query("A", f'1 - avg by (job) (up{{job=~"{WATCHERS}"}})', "{{job}}"),),
    width=12,
    height=6,
    low=0,
    high=1,
    alerts=(
        "KubernetesStateMetricsDown",
        "KubernetesKubeletMetricsAbsent",
        "KubernetesGpuMetricsAbsent",
    ),
)
LOGS = Panel(
    title="What the kernel killed for memory",
    description=(
        "Lines of the kernels of all nodes. The uid of the pod is in the line, its name is not: "
        "look it up in kube_pod_info. The container may have lived on."
    ),
    unit="",
    kind=PanelKind.LOGS,
    queries=(Query("A", '{job="kernel"} |= "oom-kill:constraint="', source=Source.LOGS),),
    width=24,
    alerts=("KubernetesProcessOomKilled",),
)
