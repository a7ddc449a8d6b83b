"""From training to prediction on one page. The packs of the services add their panels."""

from dataclasses import replace

from generator.catalog.board import (
    CHOSEN_MODELS,
    MODEL_CHOICES,
    ROLLED_OUT,
    TRAINED,
    Annotation,
    Board,
    Color,
    Link,
    Panel,
    Query,
    Row,
)
from generator.packs.models.board import BY_OWNER

P95 = f"model:latency_seconds:p95 {CHOSEN_MODELS}"

LATENCY = Panel(
    title="Model latency",
    description=(
        "The 95th percentile of latency of the middle model, of one in twenty, and of the slowest. "
        "Percentiles of models cannot be averaged, so none is."
    ),
    unit="seconds",
    queries=(
        Query("A", f"max({P95})", "slowest model"),
        Query("B", f"quantile(0.95, {P95})", "one in twenty"),
        Query("C", f"quantile(0.5, {P95})", "middle model"),
    ),
    width=12,
    low=0,
    links=(Link("All models", "/d/wk-fleet?${__url_time_range}"),),
    alerts=("HighPredictionLatency",),
)

BOARD = Board(
    name="pipeline",
    title="ML Pipeline Overview",
    description="Training, predictions, data and machines: is the way from data to answers open?",
    variables=MODEL_CHOICES,
    annotations=(
        Annotation(
            "Pages",
            'count by (alertname) (ALERTS{alertstate="firing", severity="page"})',
            Color.BAD,
            "{{alertname}}",
        ),
        ROLLED_OUT,
        TRAINED,
    ),
    rows=(
        Row("Training"),
        Row("Predictions", (replace(BY_OWNER, title="Model requests"), LATENCY)),
        Row("Data and resources"),
    ),
    since="24h",
)
