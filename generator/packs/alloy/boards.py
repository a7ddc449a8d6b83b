"""What the board of the stack shows of Alloy: what the collectors lose on the way."""

from generator.catalog.board import RATE, Color, Panel, Part, Query, Step
from generator.catalog.panels import answering, now, rate, value
from generator.packs.alloy.alerts_losses import (
    DROPPED_RATIO,
    FAILED_RATIO,
    LINES_DROPPED,
    LINES_SENT,
    SPANS_FAILED,
    SPANS_SENT,
)
from generator.packs.alloy.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="alloy", namespace=~"$namespace"'
QUEUED = f"otelcol_exporter_queue_size{{{HERE}}}"
ROOM = f"otelcol_exporter_queue_capacity{{{HERE}}}"


def _rate(metric: str) -> str:
    return f"rate({metric}{{{HERE}}}[{RATE}])"


def _of_component(metric: str) -> str:
    return f"sum by (component_id) ({_rate(metric)})"


DROPPED = Panel(
    title="Lines that collectors lose",
    description=(
        "The share of log lines that Alloy gave up on, by reason. Loki did not take them in time, "
        "or refused them for good."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            f"sum by (job, reason) ({_rate(LINES_DROPPED)}) / on (job) group_left () "
            f"(sum by (job) ({_rate(LINES_DROPPED)} or {_rate(LINES_SENT)}) > 0)",
            "{{reason}}",
        ),
    ),
    low=0,
    alerts=("AlloyLogEntriesDropped",),
).bounded(DROPPED_RATIO, "most")
SENT = rate(
    BY_NAME[LINES_SENT],
    "Lines that collectors send",
    "tenant",
    where=HERE,
    description="Log lines that Loki took from all collectors, per second.",
    stacked=True,
)
AGAIN = Panel(
    title="Batches sent again",
    description=(
        "Batches of log lines that had to be sent again within an hour: Loki is slow or refuses. "
        "Lines are late, and lost if it lasts."
    ),
    unit="batches",
    queries=(
        Query(
            "A",
            f"sum by (host) (increase(loki_write_batch_retries_total{{{HERE}}}[1h]))",
            "{{host}}",
        ),
    ),
    low=0,
    alerts=("AlloyLogEntriesDropped",),
)
SPANS = Panel(
    title="Spans that collectors lose",
    description="The share of spans that an exporter of Alloy gave up on after all attempts.",
    unit="ratio",
    queries=(
        Query(
            "A",
            f"{_of_component(SPANS_FAILED)} "
            f"/ ({_of_component(SPANS_FAILED)} + {_of_component(SPANS_SENT)} > 0)",
            "{{component_id}}",
        ),
    ),
    width=6,
    low=0,
    alerts=("AlloySpansDropped",),
).bounded(FAILED_RATIO, "most")
QUEUE = Panel(
    title="Queues of collectors",
    description=(
        "How full the fullest queue of spans of an exporter is. At 1 further spans are refused; a "
        "queue that does not empty means that Tempo does not keep up."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            f"max by (component_id) ({QUEUED} / ({ROOM} > 0))",
            "{{component_id}}",
        ),
    ),
    width=6,
    low=0,
    high=1,
)
LOADED = now(
    value(
        BY_NAME["alloy_config_last_load_successful"],
        "Alloy",
        where=HERE,
        using="min",
        description="Whether every collector runs the pipelines that were merged.",
    ),
    "Alloy",
    words=((0, "refused", Color.BAD), (1, "in force", Color.GOOD)),
    steps=(Step(None, Color.BAD), Step(1, Color.GOOD)),
    width=6,
    alerts=("AlloyConfigLoadFailed", "AlloyComponentsUnhealthy"),
)
PARTS = (
    Part("stack", "Now", (answering(BY_NAME["up"], "Alloy", "alloy", "AlloyDown"),)),
    Part("stack", "Configuration", (LOADED,)),
    Part("stack", "Logs", (SENT, DROPPED, AGAIN)),
    Part("stack", "Traces", (SPANS, QUEUE)),
)
