"""Percentiles of latency against their bound."""

from dataclasses import replace

from generator.catalog.board import ONE_MODEL, Part
from generator.catalog.canonical import LATENCY_BUCKET
from generator.catalog.judged import judged
from generator.catalog.panels import PERCENTILES, nearing, value
from generator.packs.model_latency import SIGNALS, THRESHOLDS

BUCKETS = f"sum by (le) ({LATENCY_BUCKET}{{{ONE_MODEL}}})"

P95 = value(
    SIGNALS[0],
    "p95",
    where=ONE_MODEL,
    description=(
        "Percentiles of the latency of all requests. The dashed line is the bound on the "
        "95th; none can be above the longest bucket of the server."
    ),
    width=12,
    height=9,
    low=0,
    colors=PERCENTILES,
    alerts=("HighPredictionLatency",),
)
LATENCY = (
    replace(P95, title="Latency percentiles")
    .joined(f"histogram_quantile(0.5, {BUCKETS}) >= 0", "p50")
    .joined(f"histogram_quantile(0.99, {BUCKETS}) >= 0", "p99")
    .bounded(THRESHOLDS[0], "longest p95", ONE_MODEL)
)
PARTS = (
    Part("model", "Now", (judged(LATENCY, "p95 latency"),)),
    Part("model", "Latency", (nearing(LATENCY),)),
)
