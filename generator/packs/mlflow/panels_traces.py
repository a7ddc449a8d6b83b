"""GenAI traces, as our exporter counts them in the store."""

from generator.catalog.board import RATE, Color, Panel, Query
from generator.catalog.panels import quantiles
from generator.packs.mlflow.metrics import METRICS
from generator.packs.mlflow.panels_runs import HERE

BY_NAME = {metric.name: metric for metric in METRICS}
ENDED = BY_NAME["mlflow_traces_finished_total"]
LATENCY = BY_NAME["mlflow_trace_latency_seconds"]
# While an exporter is replaced there are two, which tell of the same traces.
ONCE = "max by (namespace, experiment, state)"

TRACES = Panel(
    title="Traces by state",
    description="GenAI traces that ended, per second, by how they ended.",
    unit=f"{ENDED.unit}/s",
    queries=(
        Query(
            "A",
            f"sum by (state) ({ONCE} (rate({ENDED.name}{{{HERE}}}[{RATE}])))",
            "{{state}}",
        ),
    ),
    width=12,
    low=0,
    stacked=True,
    colors=(("^OK$", Color.GOOD), ("^ERROR$", Color.BAD)),
)
TRACE_LATENCY = quantiles(
    LATENCY,
    "Trace latency",
    where=HERE,
    width=12,
    description=(
        "How long GenAI traces took, by percentile. Where the exporter reads over REST, these are "
        "the traces that ended since it started."
    ),
)
