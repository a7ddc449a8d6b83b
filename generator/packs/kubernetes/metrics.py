"""What kube-state-metrics, the kubelet, node-exporter and the DCGM exporter report.

kube-state-metrics is scraped with honorLabels, so namespace and pod are those of the object.
"""

from generator.catalog import counter, gauge
from generator.packs.kubernetes.metrics_gpus import GPUS

PODS = (
    gauge(
        "kube_pod_info",
        *("namespace", "pod", "uid", "host_ip", "pod_ip", "node"),
        *("created_by_kind", "created_by_name", "priority_class", "host_network"),
        unit="info",
        help="Node and creator of a pod.",
    ),
    gauge(
        "kube_pod_status_phase",
        *("namespace", "pod", "uid", "phase"),
        unit="bool",
        range=(0, 1),
        help="1 for the phase a pod is in, 0 for the others.",
    ),
    gauge(
        "kube_pod_status_unschedulable",
        *("namespace", "pod", "uid"),
        unit="bool",
        range=(0, 1),
        help="1 while no node takes the pod; no series otherwise.",
    ),
    gauge(
        "kube_pod_container_resource_requests",
        *("namespace", "pod", "container", "uid", "node", "resource", "unit"),
        unit="mixed",
        help="What a container asks for, in the unit of its label; GPUs are nvidia_com_gpu.",
    ),
    gauge(
        "kube_pod_container_resource_limits",
        *("namespace", "pod", "container", "uid", "node", "resource", "unit"),
        unit="mixed",
        help="What a container may use at most, in the unit of its label; none without a limit.",
    ),
    gauge(
        "kube_replicaset_created",
        *("namespace", "replicaset"),
        unit="timestamp",
        help="When a ReplicaSet was made: a Deployment makes one for each new version of its pods.",
    ),
    counter(
        "kube_pod_container_status_restarts_total",
        *("namespace", "pod", "container", "uid"),
        unit="restarts",
        help="Restarts of a container in its pod.",
    ),
    gauge(
        "kube_pod_container_status_waiting_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason a container waits; no series while it does not.",
    ),
    gauge(
        "kube_pod_init_container_status_waiting_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason an init container waits; no series while it does not.",
    ),
    gauge(
        "kube_pod_container_status_terminated_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason a container has ended for, until its pod is deleted.",
    ),
    gauge(
        "kube_pod_container_status_last_terminated_reason",
        *("namespace", "pod", "container", "uid", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 with the reason a container's previous run ended for, until the next end.",
    ),
    counter(
        "container_cpu_cfs_periods_total",
        *("namespace", "pod", "container", "image", "name", "id"),
        unit="periods",
        help="Scheduler periods in which a container with a CPU limit wanted to run.",
    ),
    counter(
        "container_cpu_cfs_throttled_periods_total",
        *("namespace", "pod", "container", "image", "name", "id"),
        unit="periods",
        help="Scheduler periods in which a container used up its CPU limit and was stopped.",
    ),
    counter(
        "container_cpu_usage_seconds_total",
        *("namespace", "pod", "container", "image", "name", "id", "cpu"),
        unit="seconds",
        help="CPU time used; container is empty on the sums of a pod.",
    ),
    gauge(
        "container_memory_working_set_bytes",
        *("namespace", "pod", "container", "image", "name", "id"),
        unit="bytes",
        help="Memory that the kernel cannot take back easily, which the OOM killer judges by.",
    ),
)

JOBS = (
    gauge(
        "kube_job_failed",
        *("namespace", "job_name", "condition"),
        unit="bool",
        range=(0, 1),
        help="With condition true, 1 once the job as a whole has failed.",
    ),
    gauge(
        "kube_job_status_active",
        *("namespace", "job_name"),
        unit="pods",
        help="Pods of a job that have not ended.",
    ),
    gauge(
        "kube_job_status_start_time",
        *("namespace", "job_name"),
        unit="timestamp",
        help="When a job started.",
    ),
    gauge(
        "kube_job_owner",
        *("namespace", "job_name", "owner_kind", "owner_name", "owner_is_controller"),
        unit="info",
        help="What made a job, such as a CronJob or a JobSet.",
    ),
    gauge(
        "kube_cronjob_spec_suspend",
        *("namespace", "cronjob"),
        unit="bool",
        range=(0, 1),
        help="1 while a CronJob is suspended.",
    ),
    gauge(
        "kube_cronjob_status_last_schedule_time",
        *("namespace", "cronjob"),
        unit="timestamp",
        help="When a CronJob last started a job; no series before the first.",
    ),
    gauge(
        "kube_cronjob_status_last_successful_time",
        *("namespace", "cronjob"),
        unit="timestamp",
        help="When a job of a CronJob last succeeded; no series before the first.",
    ),
    gauge(
        "kube_cronjob_next_schedule_time",
        *("namespace", "cronjob"),
        unit="timestamp",
        help="When a CronJob is due next; in the past when its turn was missed.",
    ),
)

VOLUMES = (
    gauge(
        "kubelet_volume_stats_available_bytes",
        *("namespace", "persistentvolumeclaim"),
        unit="bytes",
        help="Free bytes of a mounted volume.",
    ),
    gauge(
        "kubelet_volume_stats_capacity_bytes",
        *("namespace", "persistentvolumeclaim"),
        unit="bytes",
        help="Size of a mounted volume.",
    ),
    gauge(
        "kubelet_volume_stats_inodes_free",
        *("namespace", "persistentvolumeclaim"),
        unit="inodes",
        help="Inodes left on a mounted volume.",
    ),
    gauge(
        "kubelet_volume_stats_inodes",
        *("namespace", "persistentvolumeclaim"),
        unit="inodes",
        help="Inodes of a mounted volume; 0 where the filesystem has no fixed number.",
    ),
)

NODES = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    gauge(
        "kube_node_status_condition",
        *("node", "condition", "status"),
        unit="bool",
        range=(0, 1),
        help="1 for the status (true, false, unknown) a condition of a node has.",
    ),
    gauge(
        "kube_node_status_allocatable",
        *("node", "resource", "unit"),
        unit="mixed",
        help="What a node offers to pods, in the unit of its label; GPUs are nvidia_com_gpu.",
    ),
    gauge(
        "kube_node_spec_unschedulable",
        "node",
        unit="bool",
        range=(0, 1),
        help="1 while a node is cordoned.",
    ),
    counter(
        "node_cpu_seconds_total",
        *("cpu", "mode", "node"),
        unit="seconds",
        help="CPU time of a node by mode.",
    ),
    gauge(
        "node_memory_MemAvailable_bytes",
        "node",
        unit="bytes",
        help="Memory that new processes of a node can have.",
    ),
    gauge("node_memory_MemTotal_bytes", "node", unit="bytes", help="Memory built into a node."),
)

METRICS = (*PODS, *JOBS, *VOLUMES, *NODES, *GPUS)
