"""Waiting containers, free volume space and GPU readings, under labels of their own."""

from generator.catalog import Signal

WATCHED = "* on (namespace) group_left () max by (namespace) (namespace:watched)"

# The exporter names the node Hostname or, in newer releases, hostname: one of the two is there.
ON_NODE = '"node", "", "Hostname", "hostname"'

SIGNALS = (
    # A container that crashes at once is seen waiting only now and then.
    Signal(
        "container:waiting:max5m",
        f"""
          max by (namespace, pod, container, reason) (
            max_over_time(kube_pod_container_status_waiting_reason[5m])
            or
            max_over_time(kube_pod_init_container_status_waiting_reason[5m])
          )
          {WATCHED}
        """,
        labels=("namespace", "pod", "container", "reason"),
        unit="bool",
        range=(0, 1),
        help="1 where a container or init container has waited for the reason within 5 minutes.",
    ),
    Signal(
        "persistentvolumeclaim:free:ratio",
        f"""
          min by (namespace, persistentvolumeclaim) (
            kubelet_volume_stats_available_bytes / (kubelet_volume_stats_capacity_bytes > 0)
          )
          {WATCHED}
        """,
        labels=("namespace", "persistentvolumeclaim", "resource"),
        static=(("resource", "bytes"),),
        unit="ratio",
        range=(0, 1),
        help="Share of a mounted volume's bytes that are free.",
    ),
    Signal(
        "persistentvolumeclaim:free:ratio",
        f"""
          min by (namespace, persistentvolumeclaim) (
            kubelet_volume_stats_inodes_free / (kubelet_volume_stats_inodes > 0)
          )
          {WATCHED}
        """,
        labels=("namespace", "persistentvolumeclaim", "resource"),
        static=(("resource", "inodes"),),
        unit="ratio",
        range=(0, 1),
        help="Share of a mounted volume's inodes that are free.",
    ),
    Signal(
        "gpu:temperature:celsius",
        f"max by (node, gpu) (label_join(DCGM_FI_DEV_GPU_TEMP, {ON_NODE}))",
        labels=("node", "gpu"),
        unit="celsius",
        help="Temperature of each GPU.",
    ),
    Signal(
        "gpu:xid_error:last",
        f"max by (node, gpu, err_code) (label_join(DCGM_FI_DEV_XID_ERRORS, {ON_NODE}) > 0)",
        labels=("node", "gpu", "err_code"),
        unit="code",
        help="The last XID error of each GPU that had one.",
    ),
    Signal(
        "gpu:utilization:ratio",
        f"""
          max by (namespace, pod, node, gpu) (
            label_join(
              label_join(
                label_join(DCGM_FI_DEV_GPU_UTIL{{exported_pod!=""}}, {ON_NODE}),
                "namespace", "", "exported_namespace"
              ),
              "pod", "", "exported_pod"
            )
          )
          / 100
          {WATCHED}
        """,
        labels=("namespace", "pod", "node", "gpu"),
        unit="ratio",
        range=(0, 1),
        help="Share of time in which a GPU worked for the pod that holds it.",
    ),
)
