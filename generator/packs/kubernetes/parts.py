"""What other boards show of machines: what the watched namespaces use, what the stack has left."""

from dataclasses import replace

from generator.catalog.board import Part
from generator.catalog.panels import rate, value
from generator.packs.kubernetes.panels import BY_NAME, CONTAINERS, SIGNAL
from generator.packs.kubernetes.panels_jobs import SPACE
from generator.packs.kubernetes.signals import WATCHED

PARTS = (
    Part(
        "pipeline",
        "Data and resources",
        (
            rate(
                BY_NAME["container_cpu_usage_seconds_total"],
                "CPU cores in use",
                "namespace",
                where=CONTAINERS,
                join=WATCHED,
                description="Cores that the containers of each watched namespace keep busy.",
                width=12,
                stacked=True,
            ),
            value(
                BY_NAME["container_memory_working_set_bytes"],
                "Memory in use",
                "namespace",
                where=CONTAINERS,
                join=WATCHED,
                using="sum",
                width=12,
                low=0,
                stacked=True,
            ),
            value(
                SIGNAL["gpu:utilization:ratio"], "GPUs at work", "namespace", using="avg", width=12
            ),
        ),
    ),
    Part("stack", "Storage", (replace(SPACE, width=6),)),
)
