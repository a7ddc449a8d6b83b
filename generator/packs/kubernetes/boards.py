"""What the overview of the pipeline shows of machines: what the watched namespaces use."""

from generator.catalog.board import Part
from generator.catalog.panels import rate, value
from generator.packs.kubernetes.metrics import METRICS
from generator.packs.kubernetes.signals import SIGNALS, WATCHED

BY_NAME = {metric.name: metric for metric in METRICS}
(GPU,) = (signal for signal in SIGNALS if signal.record == "gpu:utilization:ratio")
# Without a container a series is the sum of its pod, which would count twice.
CONTAINERS = 'container!=""'

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
            value(GPU, "GPUs at work", "namespace", using="avg", width=12),
        ),
    ),
)
