"""Every alert of the pack, in reading order."""

from generator.packs.kubernetes import (
    alerts_gpus,
    alerts_jobs,
    alerts_memory,
    alerts_nodes,
    alerts_pods,
    alerts_starting,
    alerts_volumes,
)

ALERTS = (
    *alerts_pods.ALERTS,
    *alerts_memory.ALERTS,
    *alerts_starting.ALERTS,
    *alerts_jobs.ALERTS,
    *alerts_volumes.ALERTS,
    *alerts_nodes.ALERTS,
    *alerts_gpus.ALERTS,
)
