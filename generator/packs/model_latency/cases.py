"""Buckets in, a percentile out."""

from generator.catalog import SignalCase
from generator.packs.model_latency.alerts import buckets

CASES = (
    SignalCase(
        "interpolated within its bucket, the longest bound beyond it, nothing without requests",
        "model:latency_seconds:p95",
        series=buckets("a", "90x10", "100x10") | buckets("b", "0x10", "0x10"),
        at="5m",
        expect={
            'model:latency_seconds:p95{model_name="a"}': 0.75,
            'model:latency_seconds:p95{model_name="b"}': 1,
        },
    ),
    SignalCase(
        "no requests",
        "model:latency_seconds:p95",
        series=buckets("a", "0x10", "0x10", "0x10"),
        at="5m",
        expect={},
    ),
)
