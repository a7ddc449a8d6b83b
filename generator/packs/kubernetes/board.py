"""Kubernetes as models need it: pods that start and stay, GPUs, volumes, jobs, nodes."""

from dataclasses import replace

from generator.catalog.board import (
    NEWEST,
    ROLLED_OUT,
    Board,
    Row,
    Variable,
)
from generator.catalog.panels import number_of
from generator.catalog.service import alarms, alerts_of, firing
from generator.packs.kubernetes import (
    panels_gpus,
    panels_jobs,
    panels_nodes,
    panels_pods,
    panels_use,
)
from generator.packs.kubernetes.alerts_volumes import LOW
from generator.packs.kubernetes.panels import ONE, here

NAME = "kubernetes"
NUMBERS = (
    firing(NAME),
    number_of(
        "Stuck",
        "Containers that wait for an image, a secret, or the end of a pause after crashes.",
        f"count by ({ONE}) ({panels_pods.STUCK})",
        "KubernetesPodCrashLooping",
        "KubernetesImagePullFailed",
    ),
    number_of(
        "Without a node",
        "Pods that no node takes: too little is free, or none has what they ask for.",
        panels_pods.UNPLACED,
        "KubernetesPodUnschedulable",
        "KubernetesGpuShortage",
    ),
    number_of(
        "Out of memory",
        "Containers that were killed for memory and started again within the last hour.",
        panels_pods.KILLED_NOW,
        "KubernetesContainerOomKilled",
    ),
    number_of(
        "Failed jobs",
        "Jobs that failed, that no later run made good, and that nobody has deleted.",
        panels_jobs.UNMENDED,
        "KubernetesJobFailed",
    ),
    number_of(
        "Volumes low",
        "Volumes with less space left than the bound from which growth is looked at.",
        f"count by (namespace, persistentvolumeclaim) ({panels_jobs.FREE} < {LOW.value})",
        "KubernetesVolumeFillingUp",
        "KubernetesVolumeFull",
    ),
    number_of(
        "Faulty GPUs",
        "GPUs, in all namespaces, that report an error of their own.",
        f"count by (node, gpu) ({panels_gpus.FAULTY})",
        "KubernetesGpuXidError",
        "KubernetesGpuMemoryFaulty",
    ),
    number_of(
        "Nodes not ready",
        "Nodes of the cluster that do not report to be ready.",
        f"{panels_nodes.READY} == 0",
        "KubernetesNodeNotReady",
    ),
)
MADE = "max by (namespace, replicaset) (kube_replicaset_created @ end())"

BOARD = Board(
    name=NAME,
    title="Kubernetes for ML",
    description="Do pods start and stay, and do they get the GPUs, memory and space they need?",
    variables=(Variable("namespace", "Namespace", "namespace", "namespace:watched", many=True),),
    annotations=(
        alarms(NAME),
        replace(ROLLED_OUT, expr=f"topk({NEWEST}, {here(MADE)})"),
    ),
    rows=(
        Row(
            "Now",
            (
                *(replace(each, width=3) for each in NUMBERS),
                alerts_of(NAME),
                panels_nodes.WATCHED_BY,
            ),
        ),
        Row(
            "Pods",
            (
                panels_pods.BY_PHASE,
                panels_pods.REASONS,
                panels_pods.WAITING,
                panels_pods.RESTARTED,
            ),
        ),
        Row(
            "CPU and memory",
            (
                panels_use.CORES,
                panels_use.CORES_OF_ASKED,
                panels_use.SLOWED,
                panels_use.MEMORY,
                panels_use.MEMORY_OF_LIMIT,
                panels_pods.KILLED,
            ),
        ),
        Row(
            "GPUs",
            (
                panels_gpus.BUSY,
                panels_gpus.MEMORY_USED,
                panels_gpus.TEMPERATURE,
                panels_gpus.OFFERED,
                panels_gpus.HOLDERS,
                panels_gpus.XID,
            ),
        ),
        Row("Volumes", (panels_jobs.FULLEST, panels_jobs.SPACE)),
        Row("Jobs", (panels_jobs.CRONJOBS, panels_jobs.FAILED_JOBS, panels_jobs.ACTIVE)),
        Row(
            "Nodes",
            (panels_nodes.CPU, panels_nodes.MEMORY, panels_nodes.CONDITIONS, panels_nodes.TABLE),
        ),
        Row("Logs", (panels_nodes.LOGS,)),
    ),
)
