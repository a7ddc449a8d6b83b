"""The fleet on one page: every model with its objectives, quality, drift, traffic and alerts."""

from generator.catalog.board import (
    CHOSEN_MODELS,
    DETAIL,
    MODEL_CHOICES,
    OUTCOMES,
    ROLLED_OUT,
    TRAINED,
    Annotation,
    Board,
    Color,
    Column,
    Panel,
    PanelKind,
    Query,
    Row,
    Step,
)
from generator.catalog.canonical import REQUESTS
from generator.catalog.panels import number_of

MODELS = 'model:identity{team=~"$team", tier=~"$tier"}'
FIRING = 'ALERTS{alertstate="firing", model_name!=""}'
BUDGET = "model:error_budget:remaining_ratio"
BUDGET_STEPS = (Step(None, Color.BAD), Step(0, Color.WARNING), Step(0.25, Color.GOOD))
ANY_IS_BAD = (Step(None, Color.BAD),)

BELOW = """
  model:quality_score:min
    < on (model_name, metric)
  max by (model_name, metric) (model:quality:min)
"""
DRIFTING = """
  max by (model_name) (model_data_drift_share_ratio)
    > on (model_name)
  model:drift_share:effective_max
"""


def _of(condition: str) -> str:
    """The chosen models that something holds for, once each."""
    return f"count by (model_name) ({condition}) {CHOSEN_MODELS}"


SUMMARY = (
    number_of(
        "Models",
        "Models that are declared for this environment.",
        MODELS,
        bad=False,
    ),
    number_of(
        "Paging",
        "Models for which somebody is being woken up now.",
        _of('ALERTS{alertstate="firing", severity="page", model_name!=""}'),
    ),
    number_of(
        "Out of budget",
        "Models that have used up the error budget of an objective.",
        _of(f"{BUDGET} < 0"),
        "ModelErrorBudgetExhausted",
    ),
    number_of(
        "Below a floor",
        "Models whose worst live version scores below a floor of theirs.",
        _of(BELOW),
        "ModelAccuracyDegraded",
        "ModelQualityBelowFloor",
    ),
    number_of(
        "Drifting",
        "Models of which more features have drifted than they may.",
        _of(DRIFTING),
        "ModelDriftShareHigh",
    ),
    number_of(
        "Silent",
        "Models that are declared and report nothing; those that run in batches need not.",
        'model:identity{runtime!="batch", team=~"$team", tier=~"$tier"} '
        f"unless on (model_name) {REQUESTS}",
        "ModelMetricsAbsent",
    ),
)

CELLS = (
    ("B", f"count by (model_name) ({FIRING})"),
    ("C", f'min by (model_name) ({BUDGET}{{slo="availability"}})'),
    ("D", f'min by (model_name) ({BUDGET}{{slo="latency"}})'),
    ("E", 'min by (model_name) (model:quality_score:min{metric="accuracy"})'),
    ("F", 'max by (model_name) (model:quality:min{metric="accuracy"})'),
    ("G", "max by (model_name) (model_data_drift_share_ratio)"),
    ("H", "max by (model_name) (model:error_ratio:rate5m)"),
    ("I", "max by (model_name) (model:latency_seconds:p95)"),
    ("J", f"sum by (model_name) ({REQUESTS})"),
)

TABLE = Panel(
    title="All models",
    description=(
        "One line for each model; its name leads to its own board. Budgets are what is left of the "
        "objective's error budget. A cell is empty where there is no objective, floor or monitor."
    ),
    unit="",
    kind=PanelKind.TABLE,
    width=24,
    height=13,
    queries=(
        Query("A", f"max by (model_name, team, tier, task, runtime) ({MODELS})", instant=True),
        *(Query(ref, f"{expr} {CHOSEN_MODELS}", instant=True) for ref, expr in CELLS),
    ),
    columns=(
        Column("Model", label="model_name", link=DETAIL, width=220),
        Column("Alerts", ref="B", decimals=0, steps=ANY_IS_BAD, width=80),
        Column("Availability budget", ref="C", unit="ratio", decimals=0, steps=BUDGET_STEPS),
        Column("Latency budget", ref="D", unit="ratio", decimals=0, steps=BUDGET_STEPS),
        Column("Accuracy", ref="E", unit="ratio", decimals=1),
        Column("Floor", ref="F", unit="ratio", decimals=1),
        Column("Features drifted", ref="G", unit="ratio", decimals=0),
        Column("Errors", ref="H", unit="ratio", decimals=2),
        Column("p95", ref="I", unit="seconds"),
        Column("Requests", ref="J", unit="requests/s"),
        Column("Tier", label="tier", width=60),
        Column("Owner", label="team"),
        Column("Task", label="task"),
        Column("Runtime", label="runtime"),
    ),
    sort="Alerts",
)

BY_OWNER = Panel(
    title="Requests by owner",
    description="Requests of all models per second, by the team that owns them.",
    unit="requests/s",
    queries=(
        Query(
            "A",
            f"sum by (team) ({REQUESTS} * on (model_name) group_left (team) {MODELS})",
            "{{team}}",
        ),
    ),
    width=12,
    low=0,
    stacked=True,
)

TRENDS = (
    BY_OWNER,
    Panel(
        title="Firing alerts",
        description="Alerts on models that are firing, by severity.",
        unit="alerts",
        queries=(Query("A", f"count by (severity) ({FIRING} {CHOSEN_MODELS})", "{{severity}}"),),
        width=12,
        low=0,
        stacked=True,
        colors=OUTCOMES,
    ),
)

BOARD = Board(
    name="fleet",
    title="Fleet overview",
    description="Every model on one page: what is wrong, whose it is, and where to look next.",
    variables=MODEL_CHOICES,
    annotations=(
        Annotation(
            "Pages",
            'count by (alertname) (ALERTS{alertstate="firing", severity="page", model_name!=""})',
            Color.BAD,
            "{{alertname}}",
        ),
        ROLLED_OUT,
        TRAINED,
    ),
    rows=(Row("What is wrong", SUMMARY), Row("Models", (TABLE,)), Row("Trends", TRENDS)),
)
