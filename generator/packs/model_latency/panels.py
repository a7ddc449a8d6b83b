"""Percentiles of latency against their bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.catalog.board import ONE_MODEL, Part, now, value
from generator.catalog.canonical import LATENCY_BUCKET

if TYPE_CHECKING:
    from generator.catalog import ModelThreshold, Signal

BUCKETS = f"sum by (le) ({LATENCY_BUCKET}{{{ONE_MODEL}}})"


def parts(p95: Signal, longest: ModelThreshold) -> tuple[Part, ...]:
    """What the board of one model gets."""
    panel = value(
        p95,
        "p95",
        where=ONE_MODEL,
        description=(
            "Percentiles of the latency of all requests. The dashed line is the bound on the "
            "95th; none can be above the longest bucket of the server."
        ),
        width=12,
        height=9,
        low=0,
        alerts=("HighPredictionLatency",),
    )
    every = (
        replace(panel, title="Latency percentiles")
        .joined(f"histogram_quantile(0.99, {BUCKETS}) >= 0", "p99")
        .joined(f"histogram_quantile(0.5, {BUCKETS}) >= 0", "p50")
        .bounded(longest, "longest p95", ONE_MODEL)
    )
    return (
        Part("model", "Now", (now(panel, "p95 latency"),)),
        Part("model", "Latency", (every,)),
    )
