"""Where kube-state-metrics, node-exporter and the DCGM exporter are scraped.

The kubelet is not here: it is no pod, and its ServiceMonitor comes with kube-prometheus-stack.
"""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import NODE, copy, without

NAME = "app.kubernetes.io/name"
# Not honoring its labels namespace, pod and container: the rules read exported_namespace and
# exported_pod, and old releases report no pods at all.
DCGM = (Endpoint("metrics", relabelings=(copy(NODE, "node"),)),)
# Eight GPUs cut into seven each, some 60 fields of each.
GPU_SERIES = 10_000

TARGETS = (
    Target(
        "kube-state-metrics",
        TargetKind.POD,
        (
            Endpoint(
                "http",
                # What it reports is another object's; its own pod would appear on nodes and jobs.
                honor_labels=True,
                relabelings=(without("pod", "container"),),
            ),
        ),
        labels=((NAME, "kube-state-metrics"),),
        where=Where.STACK,
        # 5,000 pods of some 80 series, and everything else of a large cluster.
        sample_limit=1_000_000,
        name="kube-state-metrics",
    ),
    Target(
        "node-exporter",
        TargetKind.POD,
        (Endpoint("http-metrics", relabelings=(copy(NODE, "node"),)),),
        labels=((NAME, "prometheus-node-exporter"),),
        where=Where.STACK,
        # 256 CPUs of eight modes, and hundreds of mounts and devices.
        sample_limit=20_000,
        name="node-exporter",
    ),
    Target(
        "dcgm-exporter",
        TargetKind.POD,
        DCGM,
        labels=(("app", "nvidia-dcgm-exporter"),),
        where=Where.ANY,  # the GPU operator brings its own namespace
        sample_limit=GPU_SERIES,
        name="dcgm-exporter-operator",
    ),
    Target(
        "dcgm-exporter",
        TargetKind.POD,
        DCGM,
        labels=((NAME, "dcgm-exporter"),),
        where=Where.ANY,
        sample_limit=GPU_SERIES,
        name="dcgm-exporter",
    ),
)

BY_HAND = (
    (
        "GPU metrics: switch off the exporter's own monitor, "
        "`dcgmExporter.serviceMonitor.enabled: false` in the GPU operator, "
        "`serviceMonitor.enabled: false` in the exporter's chart."
    ),
)
