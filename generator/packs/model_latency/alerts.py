"""Predictions take too long."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.catalog.canonical import LATENCY_BUCKET

WINDOW = 300  # seconds that the canonical rates cover
# Of fewer the 95th percentile is simply the slowest.
FEWEST_REQUESTS = 20

LIMIT = {
    'tier:latency_p95:max{tier="1"}': "0.75x60",
    'tier:latency_p95:max{tier="2"}': "0.75x60",
}


def buckets(model: str, half: str, one: str, every: str = "100x60") -> dict[str, str]:
    """Requests a second that took up to 0.5 s, up to 1 s, and all of them."""
    series = f'{LATENCY_BUCKET}{{model_name="{model}",le='
    return {series + '"0.5"}': half, series + '"1.0"}': one, series + '"+Inf"}': every}


# 90 within 0.5 s and 100 within 1 s put the 95th percentile at 0.75 s.
AT_LIMIT = ("90x60", "100x60")

ALERTS = (
    Alert(
        name="HighPredictionLatency",
        expr=f"""
          (model:latency_seconds:p95 > on (model_name) model:latency_p95:effective_max)
            and on (model_name)
          ({LATENCY_BUCKET}{{le="+Inf"}} * {WINDOW} >= {FEWEST_REQUESTS})
        """,
        for_="5m",
        keep_firing_for="5m",
        severity=AlertSeverity.BY_TIER,
        summary="{{ $labels.model_name }} has a p95 latency of {{ $value | humanizeDuration }}",
        description=(
            "For a while more than one in twenty predictions of {{ $labels.model_name }} has taken "
            "longer than its bound."
        ),
        cases=(
            fires(
                "a little over the bound, a model exactly at the bound beside it",
                {"model_name": "a"},
                at="15m",
                holds="25m",
                series={
                    **LIMIT,
                    **buckets("a", "90x9 89.7x10 90x40", "100x60"),
                    **buckets("b", *AT_LIMIT),
                },
            ),
            fires(
                "just enough requests to count, one fewer beside it",
                {"model_name": "a"},
                at="5m",
                series={
                    **LIMIT,
                    **buckets("a", "0x60", *[f"{FEWEST_REQUESTS / WINDOW}x60"] * 2),
                    **buckets("b", "0x60", *[f"{(FEWEST_REQUESTS - 1) / WINDOW}x60"] * 2),
                },
            ),
            quiet(
                "a minute too short",
                until="20m",
                series=LIMIT | buckets("a", "90x9 10x4 90x40", "100x60"),
            ),
            quiet("no bound is set", until="10m", series=buckets("a", "0x60", "0x60")),
            quiet("no requests", until="10m", series=LIMIT | buckets("a", "0x60", "0x60", "0x60")),
            quiet("nothing is measured", until="10m", series=LIMIT),
        ),
    ),
)
