"""What the board of the stack shows of Tempo: spans that arrive, and those that do not."""

from generator.catalog.board import RATE, Panel, Part, Query
from generator.catalog.panels import answering, rate
from generator.catalog.ranked import highest
from generator.packs.tempo.alerts_receive import (
    ACCEPTED,
    DISCARDED,
    DISCARDED_RATIO,
    RECEIVED,
    REFUSED,
    REFUSED_RATIO,
)
from generator.packs.tempo.alerts_storage import COMPACTIONS, FLUSHES, POLLS
from generator.packs.tempo.alerts_write import APPENDS, LAG, PARTITION_LAG, PRODUCED
from generator.packs.tempo.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="tempo", namespace=~"$namespace"'
LINES = 10


def _rate(metric: str, *by: str) -> str:
    return f"sum by ({', '.join(by)}) (rate({metric}{{{HERE}}}[{RATE}]))"


def _failures(*metrics: str) -> str:
    """Of whichever metric the release that runs has."""
    return " or ".join(f"sum(increase({metric}{{{HERE}}}[1h]))" for metric in metrics)


SPANS = rate(
    BY_NAME[RECEIVED],
    "Spans that arrive",
    "tenant",
    where=HERE,
    description="Spans per second by tenant, those thrown away later included.",
    width=6,
    stacked=True,
)
REFUSALS = Panel(
    title="Spans sent back",
    description=(
        "The share of spans that a receiver did not take. Senders try again for a while, then "
        "drop them."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            f"{_rate(REFUSED, 'receiver')} "
            f"/ ({_rate(REFUSED, 'receiver')} + {_rate(ACCEPTED, 'receiver')} > 0)",
            "{{receiver}}",
        ),
    ),
    width=6,
    low=0,
    alerts=("TempoReceiverRefusedSpans",),
).bounded(REFUSED_RATIO, "most")
DISCARDS = Panel(
    title="Spans thrown away",
    description=(
        "The share of a tenant's spans that were thrown away, by reason: too many at once, traces "
        "too large. Traces have holes then."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            highest(
                f"{_rate(DISCARDED, 'tenant', 'reason')} "
                f"/ on (tenant) group_left () ({_rate(RECEIVED, 'tenant')} > 0)",
                LINES,
            ),
            "{{tenant}} {{reason}}",
        ),
    ),
    low=0,
    alerts=("TempoDiscardedSpans",),
).bounded(DISCARDED_RATIO, "most")
FAILURES = Panel(
    title="What fails in Tempo",
    description=(
        "Writes, flushes to the object store, compactions and looks at the list of blocks that "
        "failed within an hour. Failed writes lose spans at once, the others sooner or later."
    ),
    unit="failures",
    queries=(
        Query("A", _failures(PRODUCED, APPENDS), "writes"),
        Query("B", _failures(FLUSHES), "flushes"),
        Query("C", _failures(COMPACTIONS), "compactions"),
        Query("D", _failures(POLLS), "lists of blocks"),
    ),
    low=0,
    alerts=(
        "TempoWritesFailing",
        "TempoFlushesFailing",
        "TempoCompactionFailing",
        "TempoPollsFailing",
    ),
)
BEHIND = Panel(
    title="Readers of the queue are behind",
    description=(
        f"How far behind the readers of a partition are, of the {LINES} furthest: new traces are "
        "not found until they catch up. Empty where Tempo writes without a queue."
    ),
    unit="seconds",
    queries=(
        Query(
            "A",
            highest(f"max by (group, partition) ({PARTITION_LAG}{{{HERE}}})", LINES),
            "{{group}} {{partition}}",
        ),
    ),
    low=0,
    alerts=("TempoPartitionLag",),
).bounded(LAG, "most")
PARTS = (
    Part("stack", "Now", (answering(BY_NAME["up"], "Tempo", "tempo", "TempoDown"),)),
    Part("stack", "Traces", (SPANS, REFUSALS, DISCARDS, FAILURES, BEHIND)),
)
